import type { TrialGrant } from './charter.ts'
import type { Memo, MemoSection } from './memo.ts'
import type { Metric, Section } from './metric.ts'
import { type Report, tally } from './report.ts'
import type { Decision, Trial } from './trial.ts'

/** All that the platform knows when somebody decides. */
export interface Evidence {
  trial: Trial
  report: Report | undefined
  reportDigest: string | undefined
  grants: readonly { given: TrialGrant; grantedBy: string; endsAt: Date | null }[]
  events: readonly { at: Date; by: string; text: string }[]
  spentUsd: number
  decision?: Decision
  reasons?: readonly string[]
  decidedBy?: string
  decidedAt?: Date
}

const NOTHING = 'Nothing was measured.'
const DAYS_UNTIL_AGAIN: Readonly<Record<Decision, number>> = { buy: 365, 'no-buy': 180 }
const DAY_MS = 86_400_000

/** The memo of 16 parts. A person writes the reasons; the platform all the rest. */
export function writeMemo(evidence: Evidence): Memo {
  const { trial, reportDigest, decision } = evidence
  return {
    trialId: trial.id,
    title: trial.charter.title,
    ...(decision && { recommendation: decision }),
    charterDigest: trial.charterDigest,
    ...(reportDigest === undefined ? {} : { reportDigest }),
    sections: [...judgementParts(evidence), ...measuredParts(evidence), ...closingParts(evidence)],
  }
}

function judgementParts({ trial, report, decision, reasons }: Evidence): MemoSection[] {
  const { charter } = trial
  const { dataset, vendor } = charter
  return [
    part('Recommendation', [
      decision ? `**${decision === 'buy' ? 'Buy' : 'Do not buy'}.**` : 'Not decided yet.',
      list(reasons ?? []),
    ]),
    part('Hypothesis and acceptance bands', [
      charter.hypothesis,
      frozenText(trial),
      list(bandLines(trial, report)),
    ]),
    part('What it is', [
      `${vendor ?? 'An own source'}: table \`${dataset.database}.${dataset.table}\`.`,
      charter.feedId === undefined ? 'It has no feed.' : `It comes by feed \`${charter.feedId}\`.`,
    ]),
  ]
}

function frozenText({ frozenAt, frozenAtSnapshot, charterDigest }: Trial): string {
  if (!frozenAt) return 'The bands are not frozen yet.'
  const before = frozenAtSnapshot
    ? `The table had data then already (snapshot ${frozenAtSnapshot}).`
    : 'No data had landed then.'
  return `Frozen ${frozenAt.toISOString()} as \`${charterDigest}\`. ${before}`
}

function bandLines({ charter }: Trial, report: Report | undefined): string[] {
  const byId = new Map(metricsOf(report).map((metric) => [metric.id, metric]))
  return charter.bands.map(({ metric: id, direction, limit }) => {
    const metric = byId.get(id)
    const gate = `${direction === 'at-least' ? 'at least' : 'at most'} ${limit}`
    return metric ? metricLine(metric) : `${id}: ${gate}: not measured`
  })
}

function measuredParts({ report, trial, spentUsd }: Evidence): MemoSection[] {
  const measured = (title: string, ...sections: Section[]) =>
    part(title, [
      list(
        sections.flatMap((section) => linesOf(report, section)),
        NOTHING,
      ),
    ])
  const { charter } = trial
  return [
    measured('Delivery record', 'Delivery'),
    measured('History and point in time', 'History and point in time'),
    measured('Coverage and mapping', 'Coverage', 'Mapping'),
    measured('Quality', 'Quality'),
    measured('Overlap with what we own', 'Overlap'),
    measured('Signal', 'Signal'),
    part('Compliance and licence', [
      list(linesOf(report, 'Compliance'), NOTHING),
      list(
        charter.compliance.map(
          ({ question, answer, answeredBy }) =>
            `${question} ${answer ?? '**not answered**'}${answeredBy ? ` (${answeredBy})` : ''}`,
        ),
      ),
    ]),
    part('Cost', [
      list(linesOf(report, 'Cost and effort'), NOTHING),
      `Spent ${spentUsd.toFixed(2)} of ${charter.budgetUsd.toFixed(2)} USD.`,
    ]),
  ]
}

function closingParts(evidence: Evidence): MemoSection[] {
  const { trial, report, grants, events, decision, decidedBy, decidedAt } = evidence
  const again =
    decision && decidedAt
      ? new Date(decidedAt.getTime() + DAYS_UNTIL_AGAIN[decision] * DAY_MS)
      : undefined
  return [
    part('Production plan', [productionText(evidence)]),
    part('Questions for the vendor', [list(questionsOf(report), 'None: no check failed.')]),
    part('Reproducibility', [
      list([
        `charter \`${trial.charterDigest}\``,
        `report \`${evidence.reportDigest ?? 'none'}\``,
        `code \`${report?.codeVersion ?? 'none'}\``,
        ...(report?.vintages ?? []).map(
          ({ dataset, snapshot }) => `\`${dataset}\` at snapshot \`${snapshot}\``,
        ),
      ]),
    ]),
    part('Access of the trial', [
      list(grants.map(grantLine), 'The trial gave no access.'),
      list(events.map(({ at, by, text }) => `${at.toISOString()} ${text} (${by})`)),
    ]),
    part('Signatures', [
      decidedBy ? `Signed by ${decidedBy}.` : 'Not signed yet.',
      again ? `To be looked at again on ${again.toISOString().slice(0, 10)}.` : '',
    ]),
  ]
}

function productionText({ trial, decision }: Evidence): string {
  if (decision === 'no-buy') return 'None. The trial’s grants are ended and its data is sealed.'
  const { feedId, people } = trial.charter
  const owner = people.find(({ role }) => role === 'owns')?.arn ?? trial.openedBy
  const feed = feedId === undefined ? 'the table' : `feed \`${feedId}\``
  return `Owner: ${owner}. After a buy ${feed} goes on, and the grants have no end any more.`
}

function grantLine({ given, grantedBy, endsAt }: Evidence['grants'][number]): string {
  const { principal, permissions, resource } = given
  const end = endsAt ? `until ${endsAt.toISOString()}` : 'without end'
  const what = `${permissions.join(', ')} on \`${JSON.stringify(resource)}\``
  return `${principal}: ${what} ${end}, by ${grantedBy}`
}

/** What failed, as questions that can be sent. */
function questionsOf(report: Report | undefined): string[] {
  return metricsOf(report)
    .filter(({ verdict }) => verdict === 'failed')
    .map(
      ({ id, name, text, gate, window }) =>
        `${name} (${id}) is ${text}; we need ${gate}.` +
        ` What explains it${window ? ` in ${window}` : ''}?`,
    )
}

function metricsOf(report: Report | undefined): Metric[] {
  return (report?.sections ?? []).flatMap(({ metrics }) => metrics)
}

function linesOf(report: Report | undefined, section: Section): string[] {
  return (report?.sections ?? [])
    .filter(({ title }) => title === section)
    .flatMap(({ metrics }) => metrics.map(metricLine))
}

function metricLine({ id, name, verdict, text, gate, gateFrom, missing, observations }: Metric) {
  if (verdict === 'not-computable') return `${id} ${name}: not computable: ${missing}`
  const from = gateFrom === 'proposal' ? ', our proposal' : ''
  const band = gate ? ` (${gate}${from})` : ''
  return `${id} ${name}: **${text}**${band}, n = ${observations ?? 0}: ${verdict}`
}

function part(title: string, paragraphs: readonly string[]): MemoSection {
  return { title, markdown: paragraphs.filter((text) => text !== '').join('\n\n') }
}

function list(lines: readonly string[], otherwise = ''): string {
  return lines.length === 0 ? otherwise : lines.map((line) => `- ${line}`).join('\n')
}

/** What people find when the same source is offered again. */
export function verdictText(
  decision: Decision,
  { report, reasons }: Pick<Evidence, 'report' | 'reasons'>,
): string {
  const failed = metricsOf(report).filter(({ verdict }) => verdict === 'failed')
  const facts = failed.map(({ id, name, text }) => `${name} (${id}) ${text}`)
  const counts = report ? tally(report) : undefined
  const measured = counts ? `${counts.passed} metrics passed, ${counts.failed} failed` : 'no report'
  const opening = decision === 'buy' ? 'tried, bought' : 'tried, rejected'
  return `${opening}: ${[...(reasons ?? []), measured, ...facts].join('; ')}`
}
