import type { SessionsDeps } from '../deps.ts'
import { groundOf } from '../model/ground.ts'
import { livingRuns } from '../store/runs.ts'
import { livingSessions } from '../store/sessions.ts'

/** Tells what living code was started from, so that nothing of it is removed. */
export async function keepGrounds({
  sql,
  grounds,
}: Pick<SessionsDeps, 'sql' | 'grounds'>): Promise<void> {
  const code = [...(await livingSessions(sql)), ...(await livingRuns(sql))]
  grounds.keep(code.map(groundOf))
}
