import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { triedSource } from './tried-source.ts'

export const tryConnection = operation('tryConnection', async (deps, { caller, body }) => {
  const { after, limit } = body
  const tried = await ingestionOf(deps).tryConnection(caller, {
    ...triedSource(body),
    ...(after !== undefined && { after }),
    ...(limit !== undefined && { size: limit }),
  })
  if ('problem' in tried) return { problem: tried.problem, files: [], total: 0 }
  const { files, ...rest } = tried.found
  return {
    ...rest,
    files: files.map(({ path, sizeBytes, modifiedAt }) => ({
      ...{ path, sizeBytes },
      ...(modifiedAt && { modifiedAt: modifiedAt.toISOString() }),
    })),
  }
})
