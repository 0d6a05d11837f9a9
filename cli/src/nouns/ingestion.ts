import { listing, type Noun, paused, short } from './noun.ts'

export const vendor: Noun = {
  is: 'who delivers data, from the first talk on',
  verbs: {
    list: listing('listVendors', (one) => [
      ...[one.id, one.stage, one.feeds, one.name, one.nextStep],
    ]),
    show: { operation: 'getVendor' },
    create: { operation: 'createVendor' },
    update: { operation: 'updateVendor' },
    try: { operation: 'tryConnection' },
    agree: { operation: 'createAgreement' },
  },
}

export const agreement: Noun = {
  is: 'how a vendor delivers, until when',
  verbs: { end: { operation: 'endAgreement' }, 'new-key': { operation: 'renewKey' } },
}

export const feed: Noun = {
  is: 'what a vendor delivers again and again',
  verbs: {
    list: listing('listFeeds', (one) => [
      one.id,
      one.paused ? 'paused' : one.lastError ? 'failing' : 'on',
      one.name,
      one.schedule,
      one.lastError,
    ]),
    create: { operation: 'createFeed' },
    pause: { operation: 'pauseFeed', takes: [paused(true)] },
    resume: { operation: 'pauseFeed', takes: [paused(false)] },
    deliveries: listing(
      'listDeliveries',
      (one) => [one.id, one.slice, one.state, one.vintages, one.rowCount],
      [{ name: 'id' }],
    ),
  },
}

export const delivery: Noun = {
  is: 'one day, month or whole that was expected of a feed',
  verbs: {
    calendar: { operation: 'getCalendar' },
    show: { operation: 'getDelivery' },
  },
}

export const quarantine: Noun = {
  is: 'what did not pass its checks, with line and reason',
  verbs: {
    list: listing('listQuarantine', (one) => [
      one.id,
      one.state,
      `${one.feed} ${one.day}`,
      short(one.quarantinedAt),
      one.reasons.map(({ text }) => text).join('; '),
    ]),
    show: { operation: 'getQuarantine' },
    decide: { operation: 'decideQuarantine' },
  },
}
