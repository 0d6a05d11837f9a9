import type { FeedDetail, FeedPlan, FeedVersion } from '@millrace/contract'
import { ALT_DATA, at, DAY } from './people.ts'

const VERSION: FeedVersion = {
  ...{ name: 'counts', version: 1, agreementId: 'agr-1', changedAt: at(-9 * DAY) },
  roleArn: 'arn:aws:iam::333333333333:role/feeds',
  definition: {
    source: { directory: 'out', pattern: 'counts-{date}.csv' },
    complete: { rule: 'ready-file', suffix: '.ready' },
    columns: [
      { name: 'day', type: 'date' },
      { name: 'place', type: 'string' },
    ],
    key: ['place'],
    target: { accountId: ALT_DATA.id, database: 'traffic', table: 'counts' },
  } as unknown as FeedVersion['definition'],
}

export const EARLIER: FeedVersion = {
  ...VERSION,
  roleArn: 'arn:aws:iam::333333333333:role/loads',
  definition: {
    ...VERSION.definition,
    source: { directory: 'old', pattern: 'counts-{date}.txt' },
  } as FeedVersion['definition'],
}

export const FEED: FeedDetail = {
  ...{ ...VERSION, id: 'f-1', version: 2, paused: false, changedAt: at(-DAY) },
  changedBy: 'arn:aws:iam::333333333333:user/producer',
}

export const FEED_VERSIONS: FeedVersion[] = [FEED, EARLIER]

const none = { total: 0, items: [] }

export const FEED_PLAN: FeedPlan = {
  version: 2,
  changes: [
    { part: 'source', sign: '~', text: 'pattern is counts-{date}.csv.gz', breaking: true },
    { part: 'calendar', sign: '+', text: 'due 06:00 Europe/Vienna', breaking: false },
  ],
  added: { total: 1, items: [{ slice: '2026-03-03', deadlineAt: at(60) }] },
  ...{ moved: none, withdrawn: none, rejudged: none, kept: 3, digest: 'd-feed' },
}
