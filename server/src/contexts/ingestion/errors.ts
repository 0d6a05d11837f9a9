import { defineError } from '../../foundation/errors.ts'

export const invalidFeed = defineError<{ reason: string }>({
  code: 'ingestion.invalid-feed',
  kind: 'invalid',
  message: ({ reason }) => `the feed's definition cannot be used: ${reason}`,
})

export const invalidConnection = defineError<{ reason: string }>({
  code: 'ingestion.invalid-connection',
  kind: 'invalid',
  message: ({ reason }) => `the connection cannot be used: ${reason}`,
})

export const alreadyExists = defineError<{ what: string; name: string }>({
  code: 'ingestion.already-exists',
  kind: 'conflict',
  message: ({ what, name }) => `${what} "${name}" already exists`,
})

export const notFound = defineError<{ what: string; id: string }>({
  code: 'ingestion.not-found',
  kind: 'not-found',
  message: ({ what, id }) => `${what} "${id}" does not exist`,
})

/** The server showed another key than the one that was agreed on. */
export const hostKeyMismatch = defineError<{ host: string; seen: string; agreed?: string }>({
  code: 'ingestion.host-key-mismatch',
  kind: 'denied',
  message: ({ host, seen }) => `host key of "${host}" is "${seen}", not the agreed one`,
})

/** It was changed by what was read of it, and somebody else has changed it since. */
export const changedMeanwhile = defineError<{
  feed: string
  version: number
  by: string | null
  at: Date | null
  current: object
}>({
  code: 'ingestion.changed-meanwhile',
  kind: 'conflict',
  message: ({ feed, version, by }) =>
    `feed "${feed}" is at version ${version} by now${by === null ? '' : `, changed by ${by}`}: ` +
    'make the change of that one',
})

/** Somebody agreed to the effects of a change, and it would have others by now. */
export const effectsChanged = defineError<{ feed: string }>({
  code: 'ingestion.effects-changed',
  kind: 'conflict',
  message: ({ feed }) =>
    `what is waited for of feed "${feed}", or waits in quarantine, has changed: plan again`,
})

export const fetchFailed = defineError<{ path: string; reason: string }>({
  code: 'ingestion.fetch-failed',
  kind: 'unavailable',
  message: ({ path, reason }) => `"${path}" could not be fetched: ${reason}`,
})

/** The vendor's server has another file under that name than when it was listed. */
export const fileChanged = defineError<{ path: string }>({
  code: 'ingestion.file-changed',
  kind: 'unavailable',
  message: ({ path }) => `"${path}" changed while it was fetched`,
})

export const integrityFailed = defineError<{ path: string; reason: string }>({
  code: 'ingestion.integrity-failed',
  kind: 'invalid',
  message: ({ path, reason }) => `"${path}" is damaged: ${reason}`,
})

export const wrongState = defineError<{ vintage: number; state: string; wanted: string }>({
  code: 'ingestion.wrong-state',
  kind: 'conflict',
  message: ({ vintage, state, wanted }) => `vintage ${vintage} is ${state}, not ${wanted}`,
})

export const licenceEnded = defineError<{ what: 'feed' | 'vendor'; name: string }>({
  code: 'ingestion.licence-ended',
  kind: 'denied',
  message: ({ what, name }) => `the agreement of ${what} "${name}" has ended`,
})

/** What a vendor may not do with its inbox. */
export const inboxRefused = defineError<{ reason: string }>({
  code: 'ingestion.inbox-refused',
  kind: 'invalid',
  message: ({ reason }) => `the inbox takes no such file: ${reason}`,
})

export const alreadyCollected = defineError<{ path: string }>({
  code: 'ingestion.already-collected',
  kind: 'conflict',
  message: ({ path }) => `"${path}" was taken already: it stays as it is`,
})

/** Looking at a vendor's side ties up a connection, and memory. */
export const tooManyTries = defineError<{ countMax: number }>({
  code: 'ingestion.too-many-tries',
  kind: 'limit-exceeded',
  message: ({ countMax }) =>
    `${countMax} connections of the account are being tried already: wait for one of them`,
})

/** What an archive is not; told as the reason of ingestion.integrity-failed. */
export const unreadableArchive = defineError<{ reason: string }>({
  code: 'ingestion.unreadable-archive',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** Why no rows can be read from a content; told as a finding of the vintage. */
export const unreadableContent = defineError<{ reason: string }>({
  code: 'ingestion.unreadable-content',
  kind: 'invalid',
  message: ({ reason }) => reason,
})
