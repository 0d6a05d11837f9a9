import { defineError } from '../../../foundation/errors.ts'
import type { SessionsDeps } from '../deps.ts'

const denied = defineError<Record<never, never>>({
  code: 'testing.denied',
  kind: 'denied',
  message: () => 'denied',
})

/** An identity whose gate is shut. */
const demanding: SessionsDeps['identity'] = {
  demand: () => Promise.reject(denied({})),
  allows: async () => false,
  issueToken: () => Promise.reject(denied({})),
  assumeForService: () => Promise.reject(denied({})),
  actForCaller: () => Promise.reject(denied({})),
  verifyToken: () => Promise.reject(denied({})),
}

export const identityErrors = { denied, demanding }
