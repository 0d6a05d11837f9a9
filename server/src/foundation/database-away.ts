import { DomainError, defineError } from './errors.ts'

export const databaseAway = defineError<object>({
  code: 'foundation.database-away',
  kind: 'unavailable',
  message: () => 'the platform’s database is away for a moment: try again',
})

// PostgreSQL, appendix A: connections, too many of them, and servers that go down or come up.
const SQL_STATES = /^(08...|53300|57P0[123])$/
const SYSTEM_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE']
/** What `pg` says by itself has no code. */
const MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/

/** True where the connection to the database failed; what was asked may have been done. */
export function connectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: string; syscall?: string }
  if (code === undefined) return MESSAGES.test(error.message)
  const overSocket = syscall !== undefined && ['connect', 'read', 'write'].includes(syscall)
  return SQL_STATES.test(code) || (overSocket && SYSTEM_CODES.includes(code))
}

/** What a client may be told of an error; undefined where that is nothing. */
export function tellable(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error
  return connectionLost(error) ? databaseAway({}, { cause: error }) : undefined
}
