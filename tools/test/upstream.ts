import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './platform.ts'

/** Settings of a platform whose large content lies at an endpoint that tests start themselves. */
export async function upstreamPlace(): Promise<
  Disposable & { environment: Record<string, string> }
> {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-upstream-'))
  const file = join(directory, 'key')
  const key = 'aws_access_key_id = AKIAFARSIDE\naws_secret_access_key = of-the-far-side\n'
  writeFileSync(file, `[default]\n${key}`, { mode: 0o600 })
  return {
    environment: {
      MILLRACE_OBJECTS: 's3://lake-of-ours/platforms/one',
      MILLRACE_OBJECTS_ENDPOINT: `http://127.0.0.1:${await freePort()}`,
      MILLRACE_OBJECTS_CREDENTIALS: file,
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  }
}
