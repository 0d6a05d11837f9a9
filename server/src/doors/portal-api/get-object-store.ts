import { operatorOperation } from './operation.ts'

export const getObjectStore = operatorOperation('getObjectStore', async ({ storage }) => {
  const upstream = await storage.upstream()
  if (upstream) return { kind: 's3', ...upstream }
  return { kind: 'files', state: 'ok', location: 'the home', detail: 'files of the home' }
})
