import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Argument, Command, Option } from 'commander'
import { callApi, profileToken } from './api.ts'
import {
  createAccount,
  isolateAccount,
  isolationReport,
  listAccounts,
  publicAccess,
  releaseAccount,
  storageQuota,
} from './commands/account.ts'
import { addDatasetAdopt } from './commands/adopt.ts'
import { addAuditVerify } from './commands/audit.ts'
import { addBucket } from './commands/bucket.ts'
import { environmentText } from './commands/env.ts'
import { addFeedFiles } from './commands/feed.ts'
import { addFeedProposal } from './commands/feed-propose.ts'
import { resetPlatform, stopPlatform } from './commands/lifecycle.ts'
import { showLogs } from './commands/logs.ts'
import { addPipelineRun, addRunLogs } from './commands/pipeline.ts'
import { addRules } from './commands/rules.ts'
import { addTrialEnd, addTrialReport } from './commands/trial.ts'
import { Failure } from './failure.ts'
import { openHome, shellPath } from './home.ts'
import { isolationLines } from './isolation-lines.ts'
import { valueLines } from './lines.ts'
import { addNoun, addVerb, type Program } from './nouns/add-noun.ts'
import { explain } from './nouns/governance.ts'
import { NOUNS } from './nouns/index.ts'
import { readProfile } from './profiles.ts'

const program = new Command('millrace')
program
  .description('Runs and asks a Millrace platform.')
  .option('--json', 'print JSON and nothing else')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text) })

/** Prints an answer: as JSON where asked for, else as lines of `name  value`. */
function print(answer: unknown): void {
  if (typeof answer === 'object' && answer !== null) printLines(answer, valueLines(answer))
  else printLines(answer, [String(answer)])
}

function printLines(answer: unknown, lines: readonly string[]): void {
  if (program.opts().json) console.log(JSON.stringify(answer ?? null))
  else for (const line of lines) console.log(line)
}

const around: Program = {
  home: openHome,
  print,
  printLines,
  accountsOf(profile) {
    const { path } = openHome()
    return { lake: governanceAccount(path), own: readProfile(path, profile).accountId }
  },
}

program.command('status').description('how the platform is')
program.command('doctor').description('checks this host and the platform, with fixes')

program
  .command('env')
  .argument('<profile>')
  .description('what a shell must export: eval "$(millrace env quant)"')
  .addOption(new Option('--shell <kind>').choices(['sh', 'json']).default('sh'))
  .option('--proxy', 'for clients with hard-wired host names', false)
  .option('--role <arn>', 'work as this role, which the profile may assume')
  .action((profile: string, options: { shell: 'sh' | 'json'; proxy: boolean; role?: string }) => {
    const home = openHome()
    const lakeAccountId = governanceAccount(home.path)
    const settings = { ...options, lakeAccountId, path: shellPath() }
    process.stdout.write(environmentText(home, profile, settings))
  })

program
  .command('people')
  .description('the demo people, with their passwords')
  .action(() => {
    const file = join(openHome().path, 'people.json')
    if (!existsSync(file)) throw new Failure('no demo has been played in this home')
    const people = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>[]
    if (program.opts().json) return print(people)
    for (const { account, user, password, is } of people)
      console.log(`${account?.padEnd(14)} ${user?.padEnd(18)} ${password}  ${is}`)
  })

const account = program.command('account').description('the accounts of the platform')
account
  .command('create')
  .argument('<name>')
  .description('an account with an administrator, and a profile for it')
  .option('--id <digits>', 'a 12-digit id of your own')
  .option('--outside-organization', 'grants to it need an invitation', false)
  .action(async (name: string, options: { id?: string; outsideOrganization: boolean }) => {
    const { id, outsideOrganization } = options
    const wish = { name, organization: !outsideOrganization, ...(id ? { id } : {}) }
    print(await createAccount(openHome(), wish))
  })
account
  .command('list')
  .description('every account of the platform')
  .action(async () => print(await listAccounts(openHome())))
account
  .command('isolate')
  .argument('<account>')
  .option('--reason <text>', 'kept in the audit and in the report')
  .description('ends every key, token and driver of it, and reports what it could read and did')
  .action(async (id: string, { reason }: { reason?: string }) => {
    const wish = { account: id, ...(reason ? { reason } : {}) }
    const report = await isolateAccount(openHome(), wish)
    printLines(report, isolationLines(report))
  })
account
  .command('report')
  .argument('<account>')
  .description('the report of its last isolation')
  .action(async (id: string) => {
    const report = await isolationReport(openHome(), id)
    printLines(report, isolationLines(report))
  })
account
  .command('quota')
  .argument('<account>')
  .option('--bytes <number>', 'at most so many bytes, with past versions and parts', wholeNumber)
  .option('--objects <number>', 'at most so many objects, with past versions', wholeNumber)
  .option('--default', 'what the platform gives every account', false)
  .description('what it keeps and may keep; with an option, what it may keep from now on')
  .action(async (id: string, wish: { bytes?: number; objects?: number; default: boolean }) => {
    const { bytes: sizeBytesMax, objects: objectsMax } = wish
    const asked = wish.default || sizeBytesMax !== undefined || objectsMax !== undefined
    const limits = {
      ...(sizeBytesMax === undefined ? {} : { sizeBytesMax }),
      ...(objectsMax === undefined ? {} : { objectsMax }),
    }
    print(await storageQuota(openHome(), { account: id, limits: asked ? limits : undefined }))
  })
account
  .command('public-access')
  .argument('<account>')
  .addArgument(new Argument('<verdict>').choices(['allow', 'block']))
  .description('whether its buckets may be public, where they say so themselves')
  .action(async (id: string, verdict: string) => {
    print(await publicAccess(openHome(), { account: id, allowed: verdict === 'allow' }))
  })
account
  .command('release')
  .argument('<account>')
  .description('lets an isolated account work again')
  .action(async (id: string) => print(await releaseAccount(openHome(), id)))

program
  .command('token')
  .argument('<profile>')
  .description('a bearer token for the portal API and Iceberg REST')
  .action(async (profile: string) => {
    const token = await profileToken(openHome(), profile)
    printLines({ token }, [token])
  })

program
  .command('api', { hidden: true })
  .argument('<profile>')
  .argument('<method>')
  .argument('<path>')
  .argument('[body]')
  .action(async (profile: string, method: string, path: string, body?: string) => {
    const home = openHome()
    const token = await profileToken(home, profile)
    print(await callApi(home, { method, path, token, ...(body ? { body: JSON.parse(body) } : {}) }))
  })

addBucket(program, around)
addRules(program, around)

const nouns = Object.fromEntries(
  Object.entries(NOUNS).map(([name, noun]) => [name, addNoun(program, name, noun, around)]),
)
addVerb(program, 'explain', explain, around)
addDatasetAdopt(nouns.dataset as Command, around)
addFeedFiles(nouns.feed as Command, around)
addFeedProposal(nouns.feed as Command, around)
addTrialReport(nouns.trial as Command, around)
addTrialEnd(nouns.trial as Command, around)
addAuditVerify(nouns.audit as Command, around)
addPipelineRun(nouns.pipeline as Command, around)
addRunLogs(nouns.run as Command, around)

program
  .command('logs')
  .argument('[component]')
  .description('the last lines of the logs, or of one: server, postgres, engine')
  .option('--follow', 'go on until interrupted', false)
  .action((component: string | undefined, { follow }: { follow: boolean }) =>
    showLogs(openHome(), { component, follow }),
  )

program
  .command('stop')
  .description('ends the platform; nothing is lost')
  .action(async () => print((await stopPlatform(openHome())) ? 'stopped' : 'nothing was running'))

program
  .command('reset')
  .description('ends the platform and deletes all state of its home; the engine stays')
  .option('--yes', 'delete all data', false)
  .action(async ({ yes }: { yes: boolean }) => {
    await resetPlatform(openHome(), yes)
    print('all state is gone; "npm start" begins anew')
  })

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Failure(`"${text}" is no whole number of at most 15 digits`)
}

function governanceAccount(home: string): string {
  try {
    return JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')).governanceAccountId
  } catch {
    throw new Failure(`"${home}" is no home of a started platform: run "npm start"`)
  }
}

try {
  // `--json` may stand anywhere: every command takes it.
  const json = process.argv.includes('--json')
  const rest = process.argv.filter((argument) => argument !== '--json')
  await program.parseAsync(json ? [...rest.slice(0, 2), '--json', ...rest.slice(2)] : rest)
} catch (error) {
  if (error instanceof Failure) {
    console.error(error.message)
    process.exitCode = 1
  } else if (error instanceof Error && 'exitCode' in error) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else throw error
}
