import type { PortalApiDeps, SessionsFace } from './deps.ts'
import { notServedYet } from './errors.ts'

/** @throws portal-api.not-served-yet where the platform was joined without sessions */
export function sessionsOf({ sessions }: PortalApiDeps): SessionsFace {
  if (!sessions) throw notServedYet({ operation: 'sessions' })
  return sessions
}
