import type { AccountRef, ChainLink } from '@millrace/contract'
import { type ChainLink as Found, open } from '../../contexts/pipelines/index.ts'
import { datasetRef } from './pipeline-wire.ts'

interface Eyes {
  accountOf: (id: string) => AccountRef
  /** The caller's account: what is its own can be opened. */
  own: string
}

export function wireLink(link: Found, eyes: Eyes): ChainLink {
  const { depth, state, mustAt, expectedAt, marginSeconds, critical } = link
  return {
    ...{ depth, ...wireSubject(link, eyes), state },
    ...(mustAt && { mustAt: mustAt.toISOString() }),
    ...(expectedAt && { expectedAt: expectedAt.toISOString() }),
    ...(marginSeconds !== undefined && { marginSeconds }),
    critical,
  }
}

function wireSubject({ subject }: Found, { accountOf, own }: Eyes) {
  if (!subject) return { kind: 'hidden' as const }
  const dataset = datasetRef(subject.table, accountOf)
  if (subject.kind === 'further') return { kind: subject.kind, dataset }
  if (subject.kind === 'pipeline') {
    const { pipeline, run, usualSeconds, slice, promisedAt } = subject
    return {
      ...{ kind: subject.kind, name: pipeline.name, owner: pipeline.definition.owner, dataset },
      ...(pipeline.accountId === own && { id: pipeline.id }),
      ...(slice !== undefined && { slice }),
      ...(promisedAt && { promisedAt: promisedAt.toISOString() }),
      ...(run?.startedAt && open(run) && { startedAt: run.startedAt.toISOString() }),
      ...(usualSeconds !== undefined && { usualSeconds }),
    }
  }
  const { feed, vendor, slice, deliveryId, dueAt, state } = subject.arrival
  return {
    ...{ kind: subject.kind, name: feed.name, vendor: vendor.name, dataset },
    ...(feed.owner !== undefined && { owner: feed.owner }),
    ...(feed.accountId === own && deliveryId !== undefined && { id: deliveryId }),
    ...(slice !== undefined && { slice }),
    ...(dueAt && { promisedAt: dueAt.toISOString() }),
    ...(state === 'quarantined' && { quarantined: true }),
  }
}
