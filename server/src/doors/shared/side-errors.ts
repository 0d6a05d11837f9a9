import { defineError } from '../../foundation/errors.ts'

export const foreignPage = defineError<{ origin: string }>({
  code: 'side-pages.foreign-page',
  kind: 'denied',
  message: ({ origin }) => `a page of "${origin}" may not use what is at this port`,
})

export const noSuchDoorPath = defineError<object>({
  code: 'side-pages.no-such-path',
  kind: 'not-found',
  message: () => 'there is no such path',
})

export const sideSilent = defineError<object>({
  code: 'side-pages.silent',
  kind: 'unavailable',
  message: () => 'what is at this port does not answer: it may have just ended',
})

export const readOnly = defineError<{ method: string }>({
  code: 'side-pages.read-only',
  kind: 'denied',
  message: ({ method }) => `these pages only show: ${method} is not passed on`,
})
