import type { FeedPlan as WirePlan, WrittenFeed as WireWritten } from '@millrace/contract'
import type { Feed, FeedPlan, FeedVersion } from '../../contexts/ingestion/index.ts'

const SHOWN_MAX = 50

export function wireWritten(
  name: string,
  { version, agreementId, roleArn, definition }: Omit<FeedVersion, 'feedId' | keyof ChangedBy>,
): WireWritten {
  // What the database keeps was of this shape when it was taken in.
  return { name, version, agreementId, roleArn, definition: definition as Shape }
}

type Shape = WireWritten['definition']
type ChangedBy = Pick<FeedVersion, 'changedBy' | 'changedAt'>

export function wireChanged({ changedBy, changedAt }: ChangedBy) {
  return { ...(changedBy !== null && { changedBy }), changedAt: changedAt.toISOString() }
}

export function feedState({ id, state, lastError, loadError }: Feed) {
  const error = lastError ?? loadError
  return { id, paused: state === 'paused', ...(error !== null && { lastError: error }) }
}

export function wireFeedPlan(plan: FeedPlan): WirePlan {
  const { version, changes, expectations, rejudged, kept, digest } = plan
  const expected = <Item>(items: readonly Item[], wire: (item: Item) => WireExpected) => ({
    total: items.length,
    items: items.slice(0, SHOWN_MAX).map(wire),
  })
  return {
    ...{ version, changes, kept, digest },
    added: expected(expectations.added, ({ slice, deadlineAt }) => ({
      slice,
      deadlineAt: deadlineAt.toISOString(),
    })),
    moved: expected(expectations.moved, ({ slice, deadlineAt, before }) => ({
      slice,
      deadlineAt: deadlineAt.toISOString(),
      ...(before && { before: before.toISOString() }),
    })),
    withdrawn: expected(expectations.withdrawn, ({ slice }) => ({ slice })),
    rejudged: {
      total: rejudged.length,
      items: rejudged
        .slice(0, SHOWN_MAX)
        .map(({ deliveryId, slice, number }) => ({ deliveryId, slice, vintage: number })),
    },
  }
}

type WireExpected = WirePlan['added']['items'][number]
