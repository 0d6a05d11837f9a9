import { existsSync, writeFileSync } from 'node:fs'
import { createInterface, type Interface } from 'node:readline/promises'
import type { FeedProposal, TriedListing } from '@millrace/contract'
import type { Command } from 'commander'
import { Failure } from '../failure.ts'
import { proposalLines, proposedText } from '../feed-proposal.ts'
import { tableLines } from '../lines.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'

interface Options {
  profile: string
  agreement?: string
  directory?: string
  path?: string
  name?: string
  database?: string
  table?: string
  role?: string
  zone: string
  out?: string
}

/** `feed propose`: looks at a vendor's files and writes the file of a feed. */
export function addFeedProposal(feed: Command, around: Program): void {
  feed
    .command('propose')
    .description('looks at a vendor’s files and writes a feed for them, to be read and applied')
    .addOption(asProfile())
    .option('--agreement <id>', 'how the vendor delivers')
    .option('--directory <path>', 'where its files lie')
    .option('--path <name>', 'the file to look into')
    .option('--name <name>', 'of the feed')
    .option('--database <name>', 'where its table will be')
    .option('--table <name>', 'its table')
    .option('--role <arn>', 'what the feed works as')
    .option('--zone <zone>', 'in which deliveries are due', localZone())
    .option('--out <file>', 'where the feed is written; without it, NAME.yaml')
    .action((options: Options) => propose(around, options))
}

function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

async function propose(around: Program, options: Options): Promise<void> {
  using asking = asker()
  const { profile, zone } = options
  const agreementId = options.agreement ?? (await asking.ask('Agreement (its id)', ''))
  const directory = options.directory ?? (await asking.ask('Directory', '.'))
  const source = { agreementId, directory }
  const path = options.path ?? (await chosenFile(around, { asking, profile, source }))
  const sampled = { ...source, path, zone }
  const proposal = (await call(around, profile, 'sampleFile', sampled)) as FeedProposal
  if (proposal.problem) throw new Failure(proposal.problem.message)
  for (const line of proposalLines(proposal)) console.error(line)
  const { own } = around.accountsOf(profile)
  const name = options.name ?? (await asking.ask('Name of the feed', nameOf(path)))
  const database = options.database ?? (await asking.ask('Database', ''))
  const table = options.table ?? (await asking.ask('Table', name.replaceAll('-', '_')))
  const role = options.role ?? (await asking.ask('Role (its ARN)', ''))
  const target = { accountId: own, database, table }
  const text = proposedText(proposal, { name, agreementId, roleArn: role, target })
  const out = options.out ?? `${name}.yaml`
  if (existsSync(out)) throw new Failure(`"${out}" is there already: name another by --out`)
  writeFileSync(out, text)
  around.printLines(proposal, [`"${out}" has it: read it, then "millrace feed apply ${out}"`])
}

interface Looking {
  asking: Asker
  profile: string
  source: { agreementId: string; directory: string }
}

const PAGE = 50

/** Page after page, until one is chosen by its number. */
async function chosenFile(around: Program, { asking, profile, source }: Looking): Promise<string> {
  let after: string | undefined
  for (;;) {
    const page = { ...source, limit: PAGE, ...(after !== undefined && { after }) }
    const listed = (await call(around, profile, 'tryConnection', page)) as TriedListing
    if (listed.problem) throw new Failure(listed.problem.message)
    if (listed.files.length === 0) throw new Failure(`"${source.directory}" holds no file`)
    const rows = listed.files.map(({ path, sizeBytes, modifiedAt }, at) => [
      ...[String(at + 1), path, String(sizeBytes), modifiedAt ?? '-'],
    ])
    for (const line of tableLines(rows)) console.error(line.replace(/\p{Cc}/gu, '?'))
    const more = listed.after === undefined ? '' : ', or "more"'
    const answer = await asking.ask(`File to look into (number${more})`, '1')
    const file = listed.files[Number(answer) - 1]
    if (file) return file.path
    after = answer === 'more' ? listed.after : after
  }
}

function nameOf(path: string): string {
  const [word = ''] = path.toLowerCase().split(/[-_.]?(?:\d|\.)/)
  return word.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'feed'
}

interface Asker extends Disposable {
  ask(what: string, usual: string): Promise<string>
}

/** @throws Failure where nobody can be asked */
function asker(): Asker {
  let open: Interface | undefined
  return {
    async ask(what, usual) {
      if (!process.stdin.isTTY)
        throw new Failure(`nobody can be asked for "${what}": give it as an option`)
      open ??= createInterface({ input: process.stdin, output: process.stderr })
      const told = usual === '' ? `${what}: ` : `${what} [${usual}]: `
      for (;;) {
        const answer = (await open.question(told)).trim() || usual
        if (answer !== '') return answer
      }
    },
    [Symbol.dispose]: () => open?.close(),
  }
}

function call(
  { home }: Program,
  profile: string,
  name: 'sampleFile' | 'tryConnection',
  members: object,
): Promise<unknown> {
  return callOperation(home(), profile, name, { ...members })
}
