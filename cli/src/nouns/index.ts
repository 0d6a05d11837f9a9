import { adoption, dataset, maintenance } from './catalog.ts'
import { cluster, notebook, session } from './compute.ts'
import { approval, audit, filter, grant, reminder, request, role, tag } from './governance.ts'
import { agreement, delivery, feed, quarantine, vendor } from './ingestion.ts'
import type { Noun } from './noun.ts'
import { pipeline, run } from './pipelines.ts'
import { trial } from './trials.ts'

/** Every noun of the command line, in the order of its help. */
export const NOUNS = {
  role,
  tag,
  grant,
  filter,
  request,
  approval,
  reminder,
  dataset,
  adoption,
  maintenance,
  vendor,
  agreement,
  feed,
  delivery,
  quarantine,
  trial,
  pipeline,
  run,
  cluster,
  session,
  notebook,
  audit,
} as const satisfies Record<string, Noun>
