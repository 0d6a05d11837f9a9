import { operation } from './operation.ts'

const SECONDS_DEFAULT = 3600

export const issueToken = operation('issueToken', async (deps, { caller, body }) => {
  const seconds = body.seconds ?? SECONDS_DEFAULT
  const token = await deps.identity.issueToken(caller, seconds)
  const expiresAt = new Date(deps.clock().getTime() + seconds * 1000)
  return { token, expiresAt: expiresAt.toISOString() }
})
