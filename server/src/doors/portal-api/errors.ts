import { defineError } from '../../foundation/errors.ts'

export const signInRequired = defineError<object>({
  code: 'portal-api.sign-in-required',
  kind: 'unauthenticated',
  message: () => 'sign in first',
})

export const foreignOrigin = defineError<{ origin: string }>({
  code: 'portal-api.foreign-origin',
  kind: 'denied',
  message: ({ origin }) => `a page of "${origin}" may not change anything here`,
})

export const invalidRequest = defineError<{ detail: string }>({
  code: 'portal-api.invalid-request',
  kind: 'invalid',
  message: ({ detail }) => detail,
})

export const bodyTooSlow = defineError<{ seconds: number }>({
  code: 'portal-api.body-too-slow',
  kind: 'invalid',
  message: ({ seconds }) =>
    `the body of the request was not here whole after ${seconds} seconds; ` +
    'send it by a faster connection, or in parts',
})

export const noSuchPath = defineError<{ method: string; path: string }>({
  code: 'portal-api.no-such-path',
  kind: 'not-found',
  message: ({ method, path }) => `there is no operation "${method} ${path}"`,
})

export const notServedYet = defineError<{ operation: string }>({
  code: 'portal-api.not-served-yet',
  kind: 'not-implemented',
  message: ({ operation }) => `this platform does not serve "${operation}" yet`,
})

export const brokenInside = defineError<object>({
  code: 'portal-api.internal',
  kind: 'internal',
  message: () => 'something broke inside; the log knows it by the request id',
})

export const operatorOnly = defineError<object>({
  code: 'portal-api.operator-only',
  kind: 'denied',
  message: () => 'this is for who runs the platform: use the command `millrace` on its host',
})

export const noSuchAccount = defineError<{ account: string }>({
  code: 'portal-api.no-such-account',
  kind: 'not-found',
  message: ({ account }) => `there is no account "${account}" that you administer`,
})

export const noSuchItem = defineError<{ kind: string; id: string }>({
  code: 'portal-api.no-such-item',
  kind: 'not-found',
  message: ({ kind, id }) => `there is no ${kind} "${id}" that you may see`,
})
