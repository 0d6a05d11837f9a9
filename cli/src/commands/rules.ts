import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { ExportedRules, RulesPlan } from '@millrace/contract'
import type { Command } from 'commander'
import { Failure, Refusal } from '../failure.ts'
import { asProfile, type Program } from '../nouns/add-noun.ts'
import { callOperation } from '../nouns/call.ts'
import { planLines } from '../plan-lines.ts'
import { type RulesFile, readRulesFile, rulesText } from '../rules-file.ts'

/** What `plan --out` keeps: the document, and what stands for the plan that was shown. */
interface KeptPlan {
  digest: string
  document: Record<string, unknown>
}

const CHANGES = 2 // As `terraform plan -detailed-exitcode`.

/** The rules of an account as a file: `export`, `plan FILE`, `apply FILE`. */
export function addRules(program: Command, around: Program): void {
  program
    .command('export')
    .description('the rules of the account as YAML: tags, grants, filters, shares')
    .addOption(asProfile())
    .action(async ({ profile }: { profile: string }) => {
      const { document } = (await call(around, profile, 'exportRules', {})) as ExportedRules
      around.printLines(document, [rulesText(document).trimEnd()])
    })
  program
    .command('plan')
    .argument('<file>', 'rules as YAML or JSON; - for what comes in')
    .description('what would make the rules those of the file, and whose access that changes')
    .addOption(asProfile())
    .option('--out <plan>', 'keep the plan in a file, for "apply --plan"')
    .option('--detailed-exitcode', `exit with ${CHANGES} where there is something to do`, false)
    .action(async (path: string, options: PlanOptions) => {
      const { plan, file } = await planOf(around, options.profile, path)
      if (options.out !== undefined) keepPlan(options.out, { ...file, digest: plan.digest })
      around.printLines(plan, planLines(plan))
      if (options.detailedExitcode && plan.steps.length > 0) process.exitCode = CHANGES
    })
  program
    .command('apply')
    .argument('[file]', 'rules as YAML or JSON')
    .description('makes the rules those of the file, all at once or not at all')
    .addOption(asProfile())
    .option('--plan <plan>', 'what "plan --out" kept, if it is still the plan')
    .option('--yes', 'do not ask', false)
    .action((path: string | undefined, options: ApplyOptions) => apply(around, path, options))
}

interface PlanOptions {
  profile: string
  out?: string
  detailedExitcode: boolean
}

interface ApplyOptions {
  profile: string
  plan?: string
  yes: boolean
}

async function apply(around: Program, path: string | undefined, options: ApplyOptions) {
  const { profile } = options
  if ((path === undefined) === (options.plan === undefined))
    throw new Failure('say which rules: a file, or a kept plan by --plan')
  if (options.plan !== undefined) {
    const made = await call(around, profile, 'applyRules', keptPlan(options.plan))
    return printMade(around, made as RulesPlan)
  }
  const { plan, file } = await planOf(around, profile, path ?? '')
  if (plan.steps.length === 0) return around.printLines(plan, planLines(plan))
  if (!options.yes) await agree(plan)
  const { document } = file
  const made = await call(around, profile, 'applyRules', { document, digest: plan.digest })
  printMade(around, made as RulesPlan, options.yes)
}

/** Whoever was asked has read the plan. */
function printMade({ printLines }: Program, made: RulesPlan, read = true) {
  const count = `${made.steps.length} ${made.steps.length === 1 ? 'step is' : 'steps are'} done`
  printLines(made, read ? [...planLines(made).slice(0, -1), count] : [count])
}

async function agree(plan: RulesPlan): Promise<void> {
  if (!process.stdin.isTTY) throw new Failure('nobody can be asked: apply with --yes, or a --plan')
  for (const line of planLines(plan)) console.error(line)
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question('Do this? Only "yes" is taken: ')
  asking.close()
  if (answer.trim() !== 'yes') throw new Failure('nothing was done')
}

async function planOf(around: Program, profile: string, path: string) {
  const file = readRulesFile(path)
  const { document } = file
  try {
    const plan = (await call(around, profile, 'planRules', { document })) as RulesPlan
    return { plan, file }
  } catch (error) {
    throw placed(error, file, path)
  }
}

/** With the line where the mistake stands. */
function placed(error: unknown, { lineOf }: RulesFile, path: string): unknown {
  if (!(error instanceof Refusal) || typeof error.facts.path !== 'string') return error
  return new Failure(`"${path}", line ${lineOf(error.facts.path)}: ${error.message}`)
}

function call(
  { home }: Program,
  profile: string,
  name: 'exportRules' | 'planRules' | 'applyRules',
  members: object,
): Promise<unknown> {
  return callOperation(home(), profile, name, { ...members })
}

function keepPlan(path: string, { digest, document }: KeptPlan): void {
  try {
    writeFileSync(path, `${JSON.stringify({ digest, document }, undefined, 2)}\n`)
  } catch (error) {
    throw new Failure(`"${path}" cannot be written: ${(error as Error).message}`)
  }
}

function keptPlan(path: string): KeptPlan {
  const kept = readKept(path)
  if (typeof kept?.digest !== 'string' || typeof kept.document !== 'object')
    throw new Failure(`"${path}" is no plan: "millrace plan FILE --out PLAN" keeps one`)
  return kept
}

function readKept(path: string): KeptPlan | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Failure(`"${path}" cannot be read as a plan: ${(error as Error).message}`)
  }
}
