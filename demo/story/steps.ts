import type { Step } from './step.ts'
import { audit } from './steps/audit.ts'
import { buy, evaluate } from './steps/decide.ts'
import { publishFeature } from './steps/feature.ts'
import { landAgain, landAll, landFirst } from './steps/ingest.ts'
import { makeLake } from './steps/lake.ts'
import { landLast } from './steps/last-day.ts'
import { makeMesh } from './steps/mesh.ts'
import { tryWeather } from './steps/no-buy.ts'
import { notebooks } from './steps/notebook.ts'
import { agree, meetProspect } from './steps/offer.ts'
import { promote } from './steps/promote.ts'
import { publish } from './steps/publish.ts'
import { grantResearch, refuse, share } from './steps/share.ts'
import { openTrials } from './steps/trial.ts'
import { publishUniverse } from './steps/universe.ts'

/** The story from beginning to end. */
export const steps: readonly Step[] = [
  makeMesh,
  makeLake,
  meetProspect,
  agree,
  openTrials,
  landFirst,
  landAgain,
  landAll,
  publish,
  share,
  refuse,
  grantResearch,
  notebooks,
  publishUniverse,
  evaluate,
  buy,
  promote,
  landLast,
  publishFeature,
  tryWeather,
  audit,
]
