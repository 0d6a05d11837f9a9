import { defineError } from '../../foundation/errors.ts'

export const noSuchNotebook = defineError<{ notebook: string }>({
  code: 'notebooks.no-such-notebook',
  kind: 'not-found',
  message: ({ notebook }) => `there is no notebook "${notebook}" of yours`,
})

/** A notebook and its home have the whole of their owner's rights. */
export const narrowedSession = defineError<{ arn: string }>({
  code: 'notebooks.narrowed-session',
  kind: 'denied',
  message: ({ arn }) => `${arn} has session policies, which a notebook could not keep to`,
})

export const notebookEnded = defineError<{ notebook: string; reason: string }>({
  code: 'notebooks.ended',
  kind: 'conflict',
  message: ({ notebook, reason }) => `notebook "${notebook}" has ended: ${reason}`,
})

export const noFreePort = defineError<{ first: number; last: number }>({
  code: 'notebooks.no-free-port',
  kind: 'limit-exceeded',
  message: ({ first, last }) =>
    `every port from ${first} to ${last} is taken: stop a notebook that nobody needs`,
})

export const notIsolated = defineError<object>({
  code: 'notebooks.not-isolated',
  kind: 'unavailable',
  message: () => 'this host allows no boxes, and notebooks run in nothing else',
})

export const notAdmitted = defineError<object>({
  code: 'notebooks.not-admitted',
  kind: 'unauthenticated',
  message: () => 'open this notebook from the portal: it lets in only the browser it was opened in',
})

/** The same role in the person’s own home, which is not the one that was asked for. */
export const homeElsewhere = defineError<{ notebook: string }>({
  code: 'notebooks.home-elsewhere',
  kind: 'conflict',
  message: ({ notebook }) =>
    `notebook "${notebook}" is open as this role among your own files: stop it first`,
})
