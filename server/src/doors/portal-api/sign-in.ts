import { describeMe } from './me.ts'
import { openOperation } from './operation.ts'
import { openSession, SESSION_SECONDS } from './session.ts'

export const signIn = openOperation('signIn', async (deps, { body, exchange }) => {
  const { account, user: userName, password } = body
  const caller = await deps.identity.signIn({ account, userName, password }, exchange)
  openSession(exchange, await deps.identity.issueToken(caller, SESSION_SECONDS))
  return describeMe(deps, caller)
})
