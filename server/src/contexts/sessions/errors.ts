import { defineError } from '../../foundation/errors.ts'

export const noSuchSession = defineError<{ session: string }>({
  code: 'sessions.no-such-session',
  kind: 'not-found',
  message: ({ session }) => `Session '${session}' not found.`,
})

export const noSuchRun = defineError<{ run: string }>({
  code: 'sessions.no-such-run',
  kind: 'not-found',
  message: ({ run }) => `job run "${run}" does not exist`,
})

export const tokenReused = defineError<{ token: string }>({
  code: 'sessions.token-reused',
  kind: 'conflict',
  message: ({ token }) => `client token "${token}" was used for another job run`,
})

export const noSuchStep = defineError<{ step: string }>({
  code: 'sessions.no-such-step',
  kind: 'not-found',
  message: ({ step }) => `Step id '${step}' is not valid.`,
})

export const tooManySteps = defineError<{ most: number }>({
  code: 'sessions.too-many-steps',
  kind: 'limit-exceeded',
  message: ({ most }) => `a cluster has at most ${most} steps that have not ended`,
})

export const noSuchBatch = defineError<{ batch: string }>({
  code: 'sessions.no-such-batch',
  kind: 'not-found',
  message: ({ batch }) => `Session '${batch}' not found.`,
})

export const noSuchStatement = defineError<{ statement: number }>({
  code: 'sessions.no-such-statement',
  kind: 'not-found',
  message: () => 'Statement not found',
})

export const sessionNameTaken = defineError<{ name: string }>({
  code: 'sessions.name-taken',
  kind: 'conflict',
  message: ({ name }) => `session name "${name}" is taken`,
})

export const sessionNotRunning = defineError<{ session: number; state: string }>({
  code: 'sessions.session-not-running',
  kind: 'invalid',
  message: ({ session, state }) => `session ${session} is ${state}`,
})

export const invalidSession = defineError<{ reason: string }>({
  code: 'sessions.invalid-session',
  kind: 'invalid',
  message: ({ reason }) => reason,
})

/** Code of people runs in boxes or not at all. */
export const noIsolation = defineError<{ detail: string }>({
  code: 'sessions.no-isolation',
  kind: 'conflict',
  message: ({ detail }) => `no code runs on this host, which lets none be isolated: ${detail}`,
})

export const otherIdentity = defineError<{ wanted: string; principal: string }>({
  code: 'sessions.other-identity',
  kind: 'denied',
  message: ({ wanted, principal }) =>
    `this session runs as "${principal}"; it cannot run as "${wanted}"`,
})

export const nothingToShow = defineError<{ what: string }>({
  code: 'sessions.nothing-to-show',
  kind: 'not-found',
  message: ({ what }) =>
    `there is no event log of ${what}: it has not begun, or its log is kept no longer`,
})

export const noFreePort = defineError<{ first: number; last: number }>({
  code: 'sessions.no-free-port',
  kind: 'limit-exceeded',
  message: ({ first, last }) =>
    `every port from ${first} to ${last} is taken by dashboards: they end when nobody looks`,
})

export const notAdmitted = defineError<object>({
  code: 'sessions.not-admitted',
  kind: 'unauthenticated',
  message: () =>
    'ask for this dashboard again: its address lets in one browser, once, within half a minute',
})

export const dashboardEnded = defineError<{ reason: string }>({
  code: 'sessions.dashboard-ended',
  kind: 'conflict',
  message: ({ reason }) => `this dashboard has ended, ask for it again: ${reason}`,
})
