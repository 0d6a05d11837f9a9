import { DomainError } from '../../../foundation/errors.ts'
import { invalidParameters, invalidTemplate } from '../errors.ts'
import { checkCluster, type RunCluster } from './cluster.ts'
import { checkValue } from './parameter.ts'
import { readTemplate, type Template, type Value } from './read-template.ts'
import { readText } from './template-text.ts'

const BYTES_MAX = 51_200 // CloudFormation, "Quotas": a template body in a request.

/**
 * A template as somebody publishes it: every value that a parameter may have must make a cluster.
 *
 * @throws compute.invalid-template
 */
export function parseTemplate(text: string): Template {
  if (Buffer.byteLength(text) > BYTES_MAX)
    throw invalidTemplate({ reason: `it has more than ${BYTES_MAX} bytes` })
  const template = readTemplate(readText(text))
  checkChoices(template)
  return template
}

/** One parameter at a time, the others as they are by default. */
function checkChoices(template: Template): void {
  const { parameters } = template
  const defaults = Object.fromEntries(parameters.map((one) => [one.key, one.defaultValue]))
  checkChoice(template, { values: defaults, when: 'by default' })
  for (const { key, allowedValues, range } of parameters)
    for (const value of allowedValues ?? range?.map(String) ?? [])
      checkChoice(template, {
        values: { ...defaults, [key]: value },
        when: `where parameter "${key}" is "${value}"`,
      })
}

function checkChoice(
  template: Template,
  { values, when }: { values: Readonly<Record<string, string>>; when: string },
): void {
  try {
    for (const parameter of template.parameters)
      checkValue(parameter, values[parameter.key] as string)
    clusterOf(template, { name: 'published', values, tags: {} })
  } catch (cause) {
    if (!(cause instanceof DomainError)) throw cause
    throw invalidTemplate({ reason: `${when}, ${cause.message}` }, { cause })
  }
}

/**
 * The cluster that a version stands for.
 *
 * @throws compute.invalid-parameters, compute.invalid-cluster, compute.no-such-release
 */
export function clusterOf(
  template: Template,
  chosen: {
    name: string
    values: Readonly<Record<string, string>>
    tags: Readonly<Record<string, string>>
  },
): RunCluster {
  const { name, values, tags } = chosen
  const text = (value: Value) => (typeof value === 'string' ? value : (values[value.Ref] as string))
  const { idle, groups, release } = template
  const cluster: RunCluster = {
    name: template.name === undefined ? name : text(template.name),
    releaseLabel: text(release),
    groups: groups.map(({ role, type, count }) => ({
      ...{ role, type: text(type), count: whole(text(count)) },
    })),
    configurations: [],
    applications: ['Spark', 'Livy'],
    tags,
    echoed: {},
    terminationProtected: false,
    keepAlive: true,
    stepConcurrency: 1,
    idleSecondsMax: idle && whole(text(idle.time)) * (idle.unit === 'minutes' ? 60 : 1),
  }
  checkCluster(cluster)
  return cluster
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw invalidParameters({ reason: `"${text}" is no whole number of up to 9 digits` })
  return Number(text)
}
