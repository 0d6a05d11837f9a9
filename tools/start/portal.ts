import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Builds the portal where its sources, or its packages, changed since the last build. */
export function buildPortal(root: string): void {
  const marker = join(root, 'portal/dist/.sources')
  const digest = sources(root)
  if (existsSync(marker) && readFileSync(marker, 'utf8') === digest) return
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build', '--workspace', 'portal'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    console.error(`the portal could not be built:\n${stdout}${stderr}`)
    process.exit(1)
  }
  writeFileSync(marker, digest)
}

function sources(root: string): string {
  const digest = createHash('sha256')
  const patterns = ['portal/{src,public}/**/*', 'portal/*.{ts,html,json}', 'contract/src/**/*']
  const files = globSync([...patterns, 'package-lock.json'], { cwd: root, withFileTypes: true })
  for (const path of files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .sort())
    digest.update(path.slice(root.length)).update(readFileSync(path))
  return digest.digest('hex')
}
