import { invalidTemplate } from '../errors.ts'
import { INSTANCE_TYPES } from './instance-type.ts'
import type { ProductParameter } from './parameter.ts'
import { RELEASES } from './release.ts'

/** A value, or the parameter that it comes from. */
export type Value = string | { Ref: string }

/** What a version of a product says: one cluster, and what of it may be chosen. */
export interface Template {
  /** As it was published. */
  document: Readonly<Record<string, unknown>>
  parameters: readonly ProductParameter[]
  name: Value | undefined
  release: Value
  groups: readonly { role: 'MASTER' | 'CORE'; type: Value; count: Value }[]
  idle: { unit: 'seconds' | 'minutes'; time: Value } | undefined
}

type Json = Record<string, unknown>

const KEY = /^[A-Za-z0-9]{1,255}$/ // CloudFormation: logical ids are alphanumeric.
const PARAMETERS_MAX = 200 // CloudFormation, "Quotas".
const VALUES_MAX = 200 // Each is tried when it is published.
const NUMBER_MAX = 999_999_999

/**
 * The form of a template. A member that has no effect here is refused, not overlooked.
 *
 * @throws compute.invalid-template
 */
export function readTemplate(given: unknown): Template {
  const known = ['AWSTemplateFormatVersion', 'Description', 'Parameters', 'Resources']
  const document = members(given, 'the template', known)
  for (const name of ['AWSTemplateFormatVersion', 'Description']) scalar(document[name] ?? '', name)
  const parameters = readParameters(document.Parameters ?? {})
  const keys = new Set(parameters.map(({ key }) => key))
  const cluster = readCluster(document.Resources, keys)
  const implied = (key: string): readonly string[] | undefined => {
    if (refers(cluster.release, key)) return RELEASES.map(({ label }) => label)
    if (cluster.groups.some(({ type }) => refers(type, key)))
      return INSTANCE_TYPES.map(({ name }) => name)
    return undefined
  }
  return {
    ...{ document, ...cluster },
    parameters: parameters.map((parameter) => {
      const allowedValues = parameter.allowedValues ?? implied(parameter.key)
      return allowedValues ? { ...parameter, allowedValues } : parameter
    }),
  }
}

function refers(value: Value, key: string): boolean {
  return typeof value !== 'string' && value.Ref === key
}

function readParameters(given: unknown): ProductParameter[] {
  const entries = Object.entries(members(given, 'Parameters'))
  if (entries.length > PARAMETERS_MAX) refuse(`it has more than ${PARAMETERS_MAX} parameters`)
  return entries.map(([key, parameter]) => readParameter(key, parameter))
}

function readParameter(key: string, given: unknown): ProductParameter {
  const path = `Parameters.${key}`
  if (!KEY.test(key)) refuse(`${path} is not named by letters and digits alone`)
  const known = ['Type', 'Default', 'Description', 'AllowedValues', 'MinValue', 'MaxValue']
  const { Type, Default, Description = '', ...bounds } = members(given, path, known)
  if (Type !== 'String' && Type !== 'Number') refuse(`${path}.Type is not String or Number`)
  if (typeof Description !== 'string') refuse(`${path}.Description is no text`)
  const { AllowedValues: allowed, MinValue: least, MaxValue: most } = bounds
  if (allowed !== undefined && !(Array.isArray(allowed) && allowed.length > 0))
    refuse(`${path}.AllowedValues is no list of values`)
  if (Array.isArray(allowed) && allowed.length > VALUES_MAX)
    refuse(`${path}.AllowedValues has more than ${VALUES_MAX}`)
  const bounded = least !== undefined || most !== undefined
  if (bounded && Type === 'String') refuse(`${path} has bounds and is no Number`)
  return {
    key,
    type: Type,
    defaultValue: scalar(Default, `${path}.Default`),
    description: Description,
    ...(Array.isArray(allowed) && {
      allowedValues: allowed.map((one: unknown) => scalar(one, `${path}.AllowedValues`)),
    }),
    ...(bounded && {
      range: [
        number(least ?? 0, `${path}.MinValue`),
        number(most ?? NUMBER_MAX, `${path}.MaxValue`),
      ] as const,
    }),
  }
}

function readCluster(
  given: unknown,
  keys: ReadonlySet<string>,
): Pick<Template, 'name' | 'release' | 'groups' | 'idle'> {
  const [first, ...others] = Object.entries(members(given, 'Resources'))
  if (!first || others.length > 0) refuse('Resources is not exactly one cluster')
  if (!KEY.test(first[0])) refuse('the cluster is not named by letters and digits alone')
  const path = `Resources.${first[0]}`
  const { Type, Properties } = members(first[1], path, ['Type', 'Properties'])
  if (Type !== 'AWS::EMR::Cluster') refuse(`${path}.Type is not AWS::EMR::Cluster`)
  const known = ['Name', 'ReleaseLabel', 'Instances', 'AutoTerminationPolicy']
  const properties = members(Properties, `${path}.Properties`, known)
  const value = (one: unknown, of: string) => readValue(one, { path: `${path}.${of}`, keys })
  const instances = members(properties.Instances, `${path}.Instances`, [
    ...['MasterInstanceGroup', 'CoreInstanceGroup'],
  ])
  const group = (role: 'MASTER' | 'CORE', of: string) => {
    const sizes = members(instances[of], `${path}.${of}`, ['InstanceType', 'InstanceCount'])
    const type = value(sizes.InstanceType, `${of}.InstanceType`)
    return { role, type, count: value(sizes.InstanceCount ?? 1, `${of}.InstanceCount`) }
  }
  return {
    name: properties.Name === undefined ? undefined : value(properties.Name, 'Name'),
    release: value(properties.ReleaseLabel, 'ReleaseLabel'),
    groups: [
      group('MASTER', 'MasterInstanceGroup'),
      ...(instances.CoreInstanceGroup === undefined ? [] : [group('CORE', 'CoreInstanceGroup')]),
    ],
    idle: readIdle(properties.AutoTerminationPolicy, value),
  }
}

function readIdle(given: unknown, value: (one: unknown, of: string) => Value): Template['idle'] {
  if (given === undefined) return undefined
  const policy = members(given, 'AutoTerminationPolicy', ['IdleTimeout', 'IdleTimeoutMinutes'])
  const { IdleTimeout: seconds, IdleTimeoutMinutes: minutes } = policy
  if ((seconds === undefined) === (minutes === undefined))
    refuse('AutoTerminationPolicy says not exactly one of IdleTimeout and IdleTimeoutMinutes')
  const unit = minutes === undefined ? 'seconds' : 'minutes'
  return { unit, time: value(seconds ?? minutes, 'AutoTerminationPolicy') }
}

function readValue(
  given: unknown,
  { path, keys }: { path: string; keys: ReadonlySet<string> },
): Value {
  if (typeof given !== 'object' || given === null) return scalar(given, path)
  const { Ref } = members(given, path, ['Ref'])
  if (typeof Ref !== 'string' || !keys.has(Ref)) refuse(`${path} refers to no parameter`)
  return { Ref }
}

function scalar(given: unknown, path: string): string {
  if (given === undefined) refuse(`${path} is missing`)
  if (typeof given !== 'string' && typeof given !== 'number')
    refuse(`${path} is neither text nor a number`)
  return String(given)
}

function number(given: unknown, path: string): number {
  const text = scalar(given, path)
  if (!/^\d{1,9}$/.test(text)) refuse(`${path} is no whole number of up to 9 digits`)
  return Number(text)
}

function members(given: unknown, path: string, known?: readonly string[]): Json {
  if (given === undefined) refuse(`${path} is missing`)
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    refuse(`${path} is no object`)
  for (const name of Object.keys(given))
    if (known && !known.includes(name)) refuse(`${path} has "${name}", which is not offered`)
  return given as Json
}

function refuse(reason: string): never {
  throw invalidTemplate({ reason })
}
