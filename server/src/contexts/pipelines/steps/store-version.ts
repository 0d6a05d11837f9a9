import { createHash } from 'node:crypto'
import type { Caller } from '../../identity/index.ts'
import type { PipelinesDeps } from '../deps.ts'
import { scriptBucket, scriptFiles } from '../model/job-script.ts'
import type { Pipeline, Version } from '../model/pipeline.ts'

export function versionOf(
  { id, version: number }: Pick<Pipeline, 'id' | 'version'>,
  { principalArn }: Caller,
  script: Pick<Version, 'path' | 'gitCommit' | 'script'> & { now: Date },
): Version {
  const { path, gitCommit, script: text, now } = script
  const sha256 = createHash('sha256').update(text).digest('hex')
  const published = { publishedBy: principalArn, publishedAt: now }
  return { pipelineId: id, number, path, gitCommit, script: text, sha256, ...published }
}

/** Puts the files of a version where drivers read them, with the rights of the pipeline's role. */
export async function storeVersion(
  { storage }: PipelinesDeps,
  pipeline: Pick<Pipeline, 'accountId' | 'name' | 'definition'>,
  version: Version,
): Promise<void> {
  await storage.ensureBucket({ name: scriptBucket(pipeline), accountId: pipeline.accountId })
  for (const { location, text } of scriptFiles(pipeline, version, pipeline.definition))
    await storage.write(location, Buffer.from(text))
}
