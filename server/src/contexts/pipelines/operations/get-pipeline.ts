import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { type Slice, type SliceState, sliceState } from '../model/ledger.ts'
import type { Notice, Send } from '../model/notice.ts'
import type { Pipeline, Version } from '../model/pipeline.ts'
import type { Run } from '../model/run.ts'
import { type ChainLink, chainFor } from '../steps/chain.ts'
import { demandPipeline } from '../steps/gate.ts'
import { strikesNext } from '../steps/strike-clock.ts'
import { type PipelineSummary, summaryOf } from '../steps/summary.ts'
import { noticesOf } from '../store/notices.ts'
import { findVersion } from '../store/pipelines.ts'
import { openRuns } from '../store/runs.ts'
import { ledgerOf } from '../store/slices.ts'

const LEDGER_LINES_MAX = 1000
const NOTICES_MAX = 50

export interface PipelineDetail extends PipelineSummary {
  script: Version
  /** The latest slice first. */
  ledger: (Slice & { state: SliceState })[]
  /** What the next deadline hangs on, the product first. */
  chain: ChainLink[]
  /** When its schedule has it run next. */
  nextAt: Date | undefined
  mayRun: boolean
  notices: (Notice & { sends: Send[] })[]
}

/** By id or name. @throws identity.access-denied, pipelines.not-found */
export async function getPipeline(
  deps: PipelinesDeps,
  caller: Caller,
  wanted: { pipeline: string },
): Promise<PipelineDetail> {
  const pipeline = await demandPipeline(deps, caller, { action: 'GetPipeline', ...wanted })
  const { id, version: number } = pipeline
  const runs = await openRuns(deps.sql, id)
  const lines = await ledgerOf(deps.sql, id, LEDGER_LINES_MAX)
  const summary = await summaryOf(deps, pipeline)
  const chain = await chainFor(deps, caller, { pipeline, line: summary.next })
  return {
    ...summary,
    marginSeconds: summary.marginSeconds === undefined ? undefined : chain[0]?.marginSeconds,
    chain,
    nextAt: strikesNext(deps, pipeline),
    script: (await findVersion(deps.sql, { pipelineId: id, number })) as Version,
    ledger: lines.map((line) => ({ ...line, state: stateOf(line, pipeline, runs) })),
    mayRun: await mayRun(deps, caller, pipeline),
    notices: await noticesOf(deps.sql, id, NOTICES_MAX),
  }
}

function mayRun({ identity, region }: PipelinesDeps, caller: Caller, { name }: Pipeline) {
  const resource = `arn:aws:pipelines:${region}:${caller.accountId}:pipeline/${name}`
  return identity.allows(caller, { action: 'pipelines:StartRun', resource })
}

function stateOf(line: Slice, { definition }: Pipeline, runs: readonly Run[]): SliceState {
  const running = runs.some(({ slices }) => slices.includes(line.slice))
  return sliceState(line, { running, attemptsMax: definition.attemptsMax })
}
