import type { Arrival } from '../../ingestion/index.ts'
import { type Cause, spanText } from '../model/notice.ts'
import { open } from '../model/run.ts'
import type { ChainLink } from './chain.ts'
import type { Subject } from './gather-chain.ts'

/**
 * What the product waits for in the end: a delivery makes data late, a pipeline execution.
 * Undefined: for nothing that is known.
 */
export function lateCause(links: readonly ChainLink[], now: Date): Cause | undefined {
  const end = links.findLast(({ critical }) => critical)
  if (end?.depth === 0) return ofProduct(links)
  if (!end) return undefined
  const { subject, mustAt } = end
  const needed = mustAt ? `; it is needed by ${mustAt.toISOString()}` : ''
  const { cause, nextStep } = causeIn(subject, { product: links[0]?.subject, now })
  return { cause: `${cause}${needed}`, nextStep }
}

/** What came before the pipeline was made has set nothing going; of a run its own words tell. */
function ofProduct([product, ...behind]: readonly ChainLink[]): Cause | undefined {
  const inputs = behind.filter(({ depth }) => depth === 1)
  const subject = product?.subject
  if (inputs.length === 0 || subject?.kind !== 'pipeline') return undefined
  const { pipeline, slice = '', run } = subject
  if (run && (open(run) || run.error !== undefined)) return undefined
  return {
    cause: 'execution late: all inputs that are known are there, and no run is asked for',
    nextStep: `run it with "millrace pipeline run ${pipeline.name} ${slice}"`,
  }
}

function causeIn(
  subject: Subject | undefined,
  { product, now }: { product: Subject | undefined; now: Date },
): Cause {
  if (subject?.kind === 'delivery') return ofDelivery(subject.arrival, now)
  if (subject?.kind === 'pipeline') {
    const { accountId } = subject.pipeline
    const own = product?.kind === 'pipeline' && product.pipeline.accountId === accountId
    return ofMaker(subject, own)
  }
  const what = subject ? nameOf(subject) : 'an input that is hidden'
  return {
    cause: `data late: ${what} has not been made`,
    nextStep: 'look at the chain on the page of the pipeline, and ask who makes the input',
  }
}

function ofDelivery({ feed, vendor, slice, state, dueAt }: Arrival, now: Date): Cause {
  const which = `delivery ${slice ?? ''} of feed "${feed.name}"`.replace('  ', ' ')
  const kept = state === 'quarantined' || state === 'rejected'
  const late = dueAt && now > dueAt ? `, ${spanText(+now - +dueAt)} ago` : ''
  const due = dueAt ? `, due ${dueAt.toISOString()}${late}` : ''
  const owner = feed.owner === undefined ? '' : `${feed.owner} owns the feed; `
  return {
    cause: `data late: ${which} ${kept ? `is ${state}` : 'has not come'}${due}`,
    nextStep: kept
      ? `${owner}decide what becomes of it: see "millrace quarantine list"`
      : `${owner}ask the vendor "${vendor.name}" for it; see "millrace feed deliveries ${feed.id}"`,
  }
}

/** What a run of another account said is not for these eyes, nor its log. */
function ofMaker(subject: Subject & { kind: 'pipeline' }, own: boolean): Cause {
  const { pipeline, run, usualSeconds } = subject
  const { name, definition, paused } = pipeline
  const usual =
    usualSeconds === undefined ? '' : `, and usually takes ${spanText(usualSeconds * 1000)}`
  const running = run && open(run) ? (run.startedAt ?? run.queuedAt) : undefined
  const has = running
    ? `runs since ${running.toISOString()}${usual}`
    : run?.error !== undefined
      ? `has failed${own ? `: ${run.error}` : ''}`
      : `${paused ? 'is paused' : 'has not run'}${usual}`
  const look = run ? `millrace run logs ${run.id}` : `millrace pipeline show ${name}`
  return {
    cause: `execution late: pipeline "${name}", which makes ${nameOf(subject)}, ${has}`,
    nextStep: `ask ${definition.owner}, who owns it${own ? `; see "${look}"` : ''}`,
  }
}

function nameOf({ table: { database, table } }: Subject): string {
  return `${database}.${table}`
}
