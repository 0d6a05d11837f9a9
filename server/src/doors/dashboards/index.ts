import type { Sessions } from '../../contexts/sessions/index.ts'
import type { Log } from '../../foundation/log.ts'
import type { Door } from '../shared/door.ts'
import { createSidePages } from '../shared/side-pages.ts'

export interface DashboardsDoorDeps {
  sessions: Pick<Sessions, 'admitToDashboard' | 'reachDashboard'>
  log: Log
}

/**
 * What a page says comes from code of people: names of applications, queries. Whatever a script in
 * one of them does, it speaks to its own port alone.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The Spark UI of one session or run on its own port: it shows, and changes nothing. */
export function createDashboardsDoor({ sessions, log }: DashboardsDoorDeps): Door {
  return createSidePages({
    ...{ name: 'dashboards', kind: 'dashboard', log, readOnly: true },
    admit: (presented) => sessions.admitToDashboard(presented),
    reach: (presented) => sessions.reachDashboard(presented),
    headers: {
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  })
}
