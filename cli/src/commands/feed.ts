import { createInterface } from 'node:readline/promises'
import type {
  AppliedFeed,
  FeedDetail,
  FeedPlan,
  FeedVersion,
  WrittenFeed,
} from '@millrace/contract'
import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { feedPlanLines, feedText, readFeedFile, renewVersion } from '../feed-file.ts'
import { tableLines } from '../lines.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation, listItems } from '../nouns/call.ts'
import { short } from '../nouns/noun.ts'

const CHANGES = 2 // As `terraform plan -detailed-exitcode`.
const VERSIONS_MAX = 1000

/** A feed as a file: `feed get`, `versions`, `plan`, `apply`. */
export function addFeedFiles(feed: Command, around: Program): void {
  addGet(feed, around)
  feed
    .command('versions')
    .argument('<name>', 'of the feed, or its id')
    .description('what the feed was, the newest version first')
    .addOption(asProfile())
    .action(async (id: string, { profile }: { profile: string }) => {
      const items = await versionsOf(around, profile, id)
      const rows = items.map(({ version, changedAt, changedBy }) => [
        ...[String(version), short(changedAt), changedBy ?? '-'],
      ])
      around.printLines(items, tableLines(rows))
    })
  feed
    .command('plan')
    .argument('<file>', 'a feed as YAML or JSON; - for what comes in')
    .description('what applying the file would change, of the feed and of what it has taken in')
    .addOption(asProfile())
    .option('--detailed-exitcode', `exit with ${CHANGES} where there is something to do`, false)
    .action(async (path: string, options: { profile: string; detailedExitcode: boolean }) => {
      const plan = await planOf(around, options.profile, readFeedFile(path))
      around.printLines(plan, feedPlanLines(plan))
      if (options.detailedExitcode && plan.changes.length > 0) process.exitCode = CHANGES
    })
  feed
    .command('apply')
    .argument('<file>', 'a feed as YAML or JSON; - for what comes in')
    .description('makes the feed what the file says, if it is still at the version of the file')
    .addOption(asProfile())
    .option('--yes', 'do not ask', false)
    .option('--version <number>', 'what it replaces, in the place of what the file says', Number)
    .action((path: string, options: ApplyOptions) => apply(around, path, options))
}

function addGet(feed: Command, around: Program): void {
  feed
    .command('get')
    .argument('<name>', 'of the feed, or its id')
    .description('the feed as YAML, to be changed and applied')
    .addOption(asProfile())
    .option('--version <number>', 'as it was then', Number)
    .action(async (id: string, options: { profile: string; version?: number }) => {
      const { profile, version } = options
      const found =
        version === undefined
          ? ((await call(around, profile, 'getFeed', { id })) as FeedDetail)
          : (await versionsOf(around, profile, id)).find((one) => one.version === version)
      if (!found) throw new Failure(`feed "${id}" has no version ${version}`)
      around.printLines(found, [feedText(found)])
    })
}

interface ApplyOptions {
  profile: string
  yes: boolean
  version?: number
}

async function apply(around: Program, path: string, options: ApplyOptions): Promise<void> {
  const { profile, yes } = options
  const feed = readFeedFile(path)
  const plan = await planOf(around, profile, feed)
  if (plan.changes.length === 0) return around.printLines(plan, feedPlanLines(plan))
  const version = options.version ?? feed.version ?? (plan.version === 0 ? 0 : undefined)
  if (version === undefined)
    throw new Failure(
      `"${path}" names no version: "millrace feed get ${feed.name}" tells the feed as it is`,
    )
  if (!yes) await agree(plan)
  const members = { ...feed, version, digest: plan.digest }
  const applied = (await call(around, profile, 'applyFeed', members)) as AppliedFeed
  const renewed = feed.version !== undefined && renewVersion(path, applied.version)
  around.printLines(applied, [
    ...(yes ? feedPlanLines(plan) : []),
    `feed "${feed.name}" is at version ${applied.version}`,
    ...(renewed ? [`"${path}" says so from now on`] : []),
  ])
}

async function agree(plan: FeedPlan): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure('nobody can be asked: apply with --yes')
  for (const line of feedPlanLines(plan)) console.error(line)
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question('Do this? Only "yes" is taken: ')
  asking.close()
  if (answer.trim() !== 'yes') throw new Failure('nothing was done')
}

async function planOf(around: Program, profile: string, feed: Partial<WrittenFeed>) {
  return (await call(around, profile, 'planFeed', feed)) as FeedPlan
}

async function versionsOf(around: Program, profile: string, id: string): Promise<FeedVersion[]> {
  const page = (paging: object) => call(around, profile, 'listFeedVersions', { id, ...paging })
  return (await listItems(page, VERSIONS_MAX)).items as FeedVersion[]
}

function call(
  { home }: Program,
  profile: string,
  name: 'getFeed' | 'listFeedVersions' | 'planFeed' | 'applyFeed',
  members: object,
): Promise<unknown> {
  return callOperation(home(), profile, name, { ...members })
}
