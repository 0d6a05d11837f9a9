import type { Progress } from './deadline.ts'
import type { Pipeline, Target } from './pipeline.ts'

export type NoticeKind =
  | 'deadline-endangered'
  | 'deadline-missed'
  | 'delivery-overdue'
  | 'run-failed'
  | 'access-ending'

/** What people hear; the same in the webhook's JSON and in the mail. */
export interface Message {
  kind: NoticeKind
  /** What it is about: one of them. */
  pipeline?: string
  feed?: string
  grant?: string
  accountId: string
  slice: string
  /** In one line. */
  subject: string
  owner: string
  cause: string
  nextStep: string
  /** What is late with it. */
  affects?: string
  deadlineAt?: string
  at: string
}

export interface Notice {
  id: string
  /** What it is about: one of them. */
  pipelineId: string | null
  feedId: string | null
  /** Of access that ends: the grant, who is told, and how long before. */
  endingId: string | null
  slice: string
  /** Of the slice: each time that it is made anew is told of. */
  round: number
  kind: NoticeKind
  message: Message
  createdAt: Date
}

/** A notice on its way to one target. */
export interface Send {
  noticeId: string
  number: number
  target: Target
  attempts: number
  deliveredAt: Date | undefined
  lastError: string | undefined
}

const WORDS: Record<NoticeKind, string> = {
  'deadline-endangered': 'will probably be late',
  'deadline-missed': 'is late',
  'delivery-overdue': 'waits for a delivery that is overdue',
  'run-failed': 'has failed',
  'access-ending': 'ends',
}

export function messageOf(
  pipeline: Pick<Pipeline, 'name' | 'accountId' | 'definition'>,
  facts: {
    kind: NoticeKind
    slice: string
    cause: string
    nextStep: string
    affects: string
    deadlineAt?: Date | undefined
    now: Date
  },
): Message {
  const { kind, slice, cause, nextStep, affects, deadlineAt, now } = facts
  const { name, accountId, definition } = pipeline
  return {
    ...{ kind, pipeline: name, accountId, slice },
    subject: `${name}: slice ${slice} ${WORDS[kind]}`,
    ...{ owner: definition.owner, cause, nextStep, affects },
    ...(deadlineAt && { deadlineAt: deadlineAt.toISOString() }),
    at: now.toISOString(),
  }
}

/** What those hear whom a feed names. */
export function overdueMessage(
  { feed, accountId, owner }: { feed: string; accountId: string; owner: string },
  facts: { slice: string; cause: string; nextStep: string; deadlineAt?: string; now: Date },
): Message {
  const { now, ...told } = facts
  const subject = `${feed}: delivery ${facts.slice} is overdue`
  return {
    ...{ kind: 'delivery-overdue', feed, accountId, subject, owner },
    ...told,
    at: now.toISOString(),
  }
}

/** What those hear whom an account has told before access ends. */
export function endingMessage(
  { grantId, accountId, principal, permissions, on, endsAt, days }: AccessEnding,
  now: Date,
): Message {
  const who = principal.split(':').at(-1)
  return {
    ...{ kind: 'access-ending', grant: grantId, accountId, slice: endsAt, owner: '' },
    subject: `access of ${who} to ${on} ends in ${days} days or less`,
    cause: `the grant of ${permissions.join(', ')} on ${on} to ${principal} ends at ${endsAt}`,
    nextStep: `renew it in the portal under "My access", or with "millrace request ask"`,
    at: now.toISOString(),
  }
}

/** `governance.access-ending`, as far as it matters here. */
export interface AccessEnding {
  grantId: string
  /** Who is told. */
  accountId: string
  principal: string
  permissions: readonly string[]
  on: string
  endsAt: string
  days: number
}

/** In words, and what somebody can do. */
export interface Cause {
  cause: string
  nextStep: string
}

/** `40 min`, `2 h 5 min`. */
export function spanText(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  if (minutes < 60) return `${minutes} min`
  return `${Math.trunc(minutes / 60)} h ${minutes % 60} min`
}

interface Known {
  name: string
  error?: string | undefined
  runId?: string | undefined
  usualSeconds: number | undefined
}

/** Why a slice is late by itself; what its inputs wait for is another matter. */
export function causeOf(progress: Progress, { name, error, runId, usualSeconds }: Known): Cause {
  const usual =
    usualSeconds === undefined ? '' : `, and usually takes ${spanText(usualSeconds * 1000)}`
  if (error !== undefined && progress.kind !== 'running')
    return {
      cause: `execution late: its last run failed: ${error}`,
      nextStep: `read the log with "millrace run logs ${runId}", mend the script, run it again`,
    }
  if (progress.kind === 'no-data')
    return {
      cause: 'data late: none of its inputs has come',
      nextStep: 'look at the deliveries calendar and ask who sends the input',
    }
  if (progress.kind === 'running')
    return {
      cause: `execution late: it runs since ${progress.since.toISOString()}${usual}`,
      nextStep: `follow it with "millrace run logs ${runId}"`,
    }
  if (progress.kind === 'done')
    return {
      cause: `it was done at ${progress.at.toISOString()}, after its deadline`,
      nextStep: 'readers have it now; look why it was late',
    }
  return {
    cause: `execution late: no run has started${usual}`,
    nextStep: `look at its queue with "millrace pipeline show ${name}"`,
  }
}

export function mailText(message: Message): string {
  const { subject, owner, cause, nextStep, affects, deadlineAt, accountId, at } = message
  return [
    `${subject}.`,
    '',
    `Cause:     ${cause}`,
    `Next step: ${nextStep}`,
    ...(affects === undefined ? [] : [`Affects:   ${affects}`]),
    ...(owner === '' ? [] : [`Owner:     ${owner}`]),
    ...(deadlineAt ? [`Deadline:  ${deadlineAt}`] : []),
    `Account:   ${accountId}`,
    `Noticed:   ${at}`,
    '',
  ].join('\n')
}

const RETRY_SECONDS = [2, 10, 30, 60, 300, 900]
export const SEND_ATTEMPTS_MAX = 30

/** How long a send that failed waits for its next attempt. */
export function retrySeconds(attempts: number): number {
  return RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length) - 1] ?? 2
}
