import type {
  AccessRequest,
  AuditExport,
  ChainLink,
  DatasetSummary,
  DeliveryState,
  Freshness,
  Metric,
  Pipeline,
  QuarantineItem,
  RunState,
  Slice,
  Trial,
} from '@millrace/contract'
import type { Tone } from './values.tsx'

export const DELIVERY_TONES: Readonly<Record<DeliveryState, Tone>> = {
  expected: 'mute',
  late: 'warn',
  missing: 'bad',
  fetching: 'info',
  landed: 'info',
  loaded: 'good',
  quarantined: 'bad',
  rejected: 'bad',
}

export const REQUEST_TONES: Readonly<Record<AccessRequest['state'], Tone>> = {
  open: 'info',
  granted: 'good',
  refused: 'bad',
  withdrawn: 'mute',
}

export const QUARANTINE_TONES: Readonly<Record<QuarantineItem['state'], Tone>> = {
  open: 'bad',
  released: 'warn',
  rejected: 'mute',
  superseded: 'good',
}

export const EXPORT_TONES: Readonly<Record<AuditExport['state'], Tone>> = {
  running: 'info',
  waiting: 'good',
  done: 'good',
  failed: 'bad',
  stopped: 'mute',
}

export const RUN_TONES: Readonly<Record<RunState, Tone>> = {
  queued: 'mute',
  starting: 'info',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'warn',
}

export const SLICE_TONES: Readonly<Record<Slice['state'], Tone>> = {
  done: 'good',
  missing: 'mute',
  running: 'info',
  stale: 'warn',
  failed: 'bad',
}

export const PIPELINE_TONES: Readonly<Record<Pipeline['state'], Tone>> = {
  idle: 'good',
  running: 'info',
  failed: 'bad',
  paused: 'warn',
}

export const DEADLINE_TONES: Readonly<Record<NonNullable<Pipeline['deadline']>['state'], Tone>> = {
  kept: 'good',
  endangered: 'warn',
  missed: 'bad',
  unknown: 'mute',
}

export const LINK_TONES: Readonly<Record<ChainLink['state'], Tone>> = {
  arrived: 'good',
  kept: 'info',
  endangered: 'warn',
  missed: 'bad',
  unknown: 'mute',
}

export const METRIC_TONES: Readonly<Record<Metric['verdict'], Tone>> = {
  passed: 'good',
  failed: 'bad',
  noted: 'info',
  'not-computable': 'mute',
}

export const DECISION_TONES: Readonly<Record<NonNullable<Trial['decision']>, Tone>> = {
  buy: 'good',
  'no-buy': 'bad',
}

export const ACCESS: Readonly<Record<DatasetSummary['access'], { tone: Tone; text: string }>> = {
  readable: { tone: 'good', text: 'you can read it' },
  partial: { tone: 'info', text: 'you can read part of it' },
  none: { tone: 'mute', text: 'no access yet' },
}

export const KINDS: Readonly<Record<DatasetSummary['kind'], string>> = {
  table: 'table',
  external: 'external table',
  view: 'view',
}

export const FRESHNESS: Readonly<Record<Freshness['state'], { tone: Tone; text: string }>> = {
  fresh: { tone: 'good', text: 'fresh' },
  late: { tone: 'warn', text: 'late' },
  unknown: { tone: 'mute', text: 'no promise' },
}

/** States of machines come from several engines, each with words of its own. */
export function machineTone(state: string): Tone {
  if (/^(running|waiting|started|idle|busy|ready|available|ok)$/i.test(state)) return 'good'
  if (/error|fail|dead/i.test(state)) return 'bad'
  if (/terminat|stop|shut|success|end|killed/i.test(state)) return 'mute'
  return 'info'
}
