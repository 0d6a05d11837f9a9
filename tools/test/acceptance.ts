import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { acceptancePackages } from './acceptance-packages.ts'
import { addCounts, type Counts, noCounts } from './counts.ts'
import { environmentOf, type Platform, ROOT, startPlatform } from './platform.ts'

const SUITE_SECONDS_MAX = 900

/** The folder whose tests read what the demo has left; all others make what they need. */
const STORY = 'story'
/** It kills the platform it is given, and needs one of its own. */
const KILLING = 'faults'
/** Its notebooks hold capacity until they idle, so it comes last. */
const HOLDING = 'notebooks'

/** The real clients against running platforms, through their public doors only. */
export async function runAcceptance(folders = allFolders()): Promise<Counts> {
  const counts: Counts[] = []
  const own = folders.filter((folder) => folder !== STORY && folder !== KILLING)
  if (own.length > 0) {
    await using platform = await startPlatform()
    const packages = await acceptancePackages()
    counts.push(
      ...own.map((folder) =>
        runPython(platform, { folder, profile: 'governance-admin', packages }),
      ),
    )
  }
  if (folders.includes(KILLING)) {
    await using platform = await startPlatform()
    counts.push(runPython(platform, { folder: KILLING, profile: 'governance-admin' }))
  }
  if (folders.includes(STORY)) {
    await using platform = await startPlatform({ demo: true })
    counts.push(runPython(platform, { folder: STORY, profile: 'steward' }))
  }
  return counts.reduce(addCounts, noCounts)
}

function allFolders(): string[] {
  return readdirSync(join(ROOT, 'acceptance'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '__pycache__')
    .map((entry) => entry.name)
    .toSorted((one, other) => Number(one === HOLDING) - Number(other === HOLDING))
}

/** Each folder in a process of its own, as an administrator of the governance account. */
function runPython(
  platform: Platform,
  { folder, profile, packages }: { folder: string; profile: string; packages?: string },
): Counts {
  console.log(`-- acceptance/${folder}`)
  const { stdout, status, error } = spawnSync(
    platform.python,
    [join(ROOT, 'acceptance/run.py'), folder],
    {
      env: {
        ...environmentOf(platform, profile),
        MILLRACE: join(ROOT, 'millrace'),
        ...(packages === undefined ? {} : { PYTHONPATH: packages }),
      },
      encoding: 'utf8',
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: SUITE_SECONDS_MAX * 1000,
    },
  )
  const last = stdout?.trim().split('\n').at(-1) ?? ''
  if (status === 0 && last.startsWith('{')) return JSON.parse(last) as Counts
  console.error(`FAILED acceptance/${folder} did not end by itself: ${error ?? status}`)
  return { ...noCounts, failed: 1 }
}
