import { linkWire } from './link-wire.ts'
import { operatorOperation } from './operation.ts'

/** Answers those that stay. */
export const unlinkBucket = operatorOperation('unlinkBucket', async (deps, { params }) => {
  await deps.storage.unlinkBucket(params.bucket)
  return (await deps.storage.links()).map(linkWire)
})
