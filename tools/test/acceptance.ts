import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { acceptancePackages } from './acceptance-packages.ts'
import { addCounts, type Counts, noCounts } from './counts.ts'
import {
  environmentOf,
  freePort,
  type Platform,
  provisionEngine,
  ROOT,
  startPlatform,
} from './platform.ts'
import { upstreamPlace } from './upstream.ts'

const SUITE_SECONDS_MAX = 900

/** The folder whose tests read what the demo has left; all others make what they need. */
const STORY = 'story'
/** It kills the platform it is given, and needs one of its own. */
const KILLING = 'faults'
/** Its platform keeps large content at an S3 endpoint, which the tests start and cut off. */
const UPSTREAM = 'upstream'
/** Its platform takes Python packages from an index that the tests are. */
const PACKAGES = 'packages'
const APART = [KILLING, UPSTREAM, PACKAGES, STORY]
/** Its notebooks hold capacity until they idle, so it comes last. */
const HOLDING = 'notebooks'

/**
 * The real clients against running platforms, through their public doors only. One platform at a
 * time: two are no sooner done on two cores, and their clients wait longer than they allow for.
 */
export async function runAcceptance(folders = allFolders()): Promise<Counts> {
  const own = folders.filter((folder) => !APART.includes(folder))
  const apart = APART.filter((folder) => folders.includes(folder))
  const packages = await prepareAcceptance()
  const counts = [...(await runShared(own, packages)), ...(await runApart(apart, packages))]
  return counts.reduce(addCounts, noCounts)
}

/** What is downloaded for it, once; answers where the clients lie. */
export function prepareAcceptance(): Promise<string> {
  preparing ??= provisionEngine().then(acceptancePackages) // By the engine's installer.
  return preparing
}

let preparing: Promise<string> | undefined

/** Folders that make what they need on one platform. */
async function runShared(folders: readonly string[], packages: string): Promise<Counts[]> {
  if (folders.length === 0) return []
  await using platform = await startPlatform()
  const counts: Counts[] = []
  for (const folder of folders)
    counts.push(await runPython(platform, { folder, profile: 'governance-admin', packages }))
  return counts
}

/** Folders that want a platform each. */
async function runApart(folders: readonly string[], packages: string): Promise<Counts[]> {
  const counts: Counts[] = []
  for (const folder of folders) {
    if (folder === UPSTREAM) {
      counts.push(await runUpstream(packages))
      continue
    }
    if (folder === PACKAGES) {
      counts.push(await runPackages(packages))
      continue
    }
    await using platform = await startPlatform({ demo: folder === STORY })
    const profile = folder === STORY ? 'steward' : 'governance-admin'
    counts.push(await runPython(platform, { folder, profile }))
  }
  return counts
}

async function runUpstream(packages: string): Promise<Counts> {
  using place = await upstreamPlace()
  await using platform = await startPlatform(place)
  return await runPython(platform, { folder: UPSTREAM, profile: 'governance-admin', packages })
}

async function runPackages(packages: string): Promise<Counts> {
  const index = `http://127.0.0.1:${await freePort()}/simple/`
  await using platform = await startPlatform({ environment: { MILLRACE_PYTHON_INDEX: index } })
  return await runPython(platform, { folder: PACKAGES, profile: 'governance-admin', packages })
}

function allFolders(): string[] {
  return readdirSync(join(ROOT, 'acceptance'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '__pycache__')
    .map((entry) => entry.name)
    .toSorted((one, other) => Number(one === HOLDING) - Number(other === HOLDING))
}

/** Each folder in a process of its own; what it prints is shown whole when it has ended. */
async function runPython(
  platform: Platform,
  { folder, profile, packages }: { folder: string; profile: string; packages?: string },
): Promise<Counts> {
  const started = performance.now()
  const child = spawn(platform.python, [join(ROOT, 'acceptance/run.py'), folder], {
    env: {
      ...environmentOf(platform, profile),
      MILLRACE: join(ROOT, 'millrace'),
      ...(packages === undefined ? {} : { PYTHONPATH: packages }),
    },
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: SUITE_SECONDS_MAX * 1000,
  })
  const [out, told, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | string>((settle) => {
      child.once('close', (code, signal) => settle(code ?? String(signal)))
    }),
  ])
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`-- acceptance/${folder}: ${seconds} s\n${told}`)
  const last = out.trim().split('\n').at(-1) ?? ''
  if (status === 0 && last.startsWith('{')) return JSON.parse(last) as Counts
  console.error(`FAILED acceptance/${folder} did not end by itself: ${status}`)
  return { ...noCounts, failed: 1 }
}
