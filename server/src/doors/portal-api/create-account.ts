import { operatorOperation } from './operation.ts'

export const createAccount = operatorOperation('createAccount', async (deps, { body }) => {
  const { accountId, admin } = await deps.identity.createAccount('platform', body)
  const { userName, accessKeyId, secretAccessKey, password } = admin
  return { accountId, userName, accessKeyId, secretAccessKey, password }
})
