import type { AccountId } from '../../identity/index.ts'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import type { RunCluster } from './cluster.ts'
import { INSTANCE_TYPES } from './instance-type.ts'
import { RELEASES, STANDARD_RELEASE } from './release.ts'

export interface ProductParameter {
  key: string
  type: 'String' | 'Number'
  defaultValue: string
  description: string
  allowedValues?: readonly string[]
  range?: readonly [number, number]
}

/** A cluster recipe: what its users may choose, and nothing else. */
export interface Product {
  id: string
  name: string
  description: string
  owner: string
  artifact: { id: string; name: string; description: string; createdAt: Date }
  path: { id: string; name: string }
  parameters: readonly ProductParameter[]
}

export type RecordStatus = 'CREATED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED'

export interface ProvisionedProduct {
  id: string
  accountId: AccountId
  name: string
  productId: string
  artifactId: string
  clusterId: string | undefined
  status: 'AVAILABLE' | 'UNDER_CHANGE' | 'ERROR'
  statusMessage: string | undefined
  provisionToken: string
  provisionedBy: string
  lastRecordId: string
  createdAt: Date
  endedAt: Date | undefined
}

/** One step in the life of a provisioned product, as its user can follow it. */
export interface ProvisioningRecord {
  id: string
  accountId: AccountId
  provisionedProductId: string
  kind: 'PROVISION_PRODUCT' | 'TERMINATE_PROVISIONED_PRODUCT'
  token: string
  status: RecordStatus
  createdAt: Date
  updatedAt: Date
  facts: {
    name: string
    productId: string
    artifactId: string
    parameters: Readonly<Record<string, string>>
    tags: Readonly<Record<string, string>>
    outputs: readonly { key: string; value: string; description: string }[]
    errors: readonly { code: string; description: string }[]
  }
}

const SINCE = new Date('2026-01-01T00:00:00Z')

function idleParameter(defaultValue: string): ProductParameter {
  return {
    key: 'IdleTimeoutMinutes',
    type: 'Number',
    defaultValue,
    description: 'Minutes without a session after which the cluster ends by itself.',
    range: [1, 1440],
  }
}

function instanceParameter(defaultValue: string, sizes: readonly string[]): ProductParameter {
  return {
    key: 'InstanceType',
    type: 'String',
    defaultValue,
    description: 'Size of the machine that runs Spark.',
    allowedValues: INSTANCE_TYPES.map(({ name }) => name).filter((name) =>
      sizes.includes(name.split('.')[1] ?? ''),
    ),
  }
}

const RELEASE: ProductParameter = {
  key: 'ReleaseLabel',
  type: 'String',
  defaultValue: STANDARD_RELEASE,
  description: 'Which Spark runs: spark-4.1, spark-3.5, or the EMR release that one answers for.',
  allowedValues: RELEASES.map(({ label }) => label),
}

/** The catalogue: every account has it, and IAM says who may take what from it. */
export const PRODUCTS: readonly Product[] = [
  {
    id: 'prod-sparknotebook',
    name: 'Spark for notebooks',
    description: 'One machine with Spark for interactive work; ends when idle.',
    owner: 'Platform',
    artifact: {
      id: 'pa-sparknotebook1',
      name: 'v1',
      description: 'First version',
      createdAt: SINCE,
    },
    path: { id: 'lpv2-standardclusters', name: 'Standard clusters' },
    parameters: [instanceParameter('m5.xlarge', ['large', 'xlarge']), RELEASE, idleParameter('60')],
  },
  {
    id: 'prod-sparklarge',
    name: 'Spark for large data',
    description: 'One large machine with Spark; ends when idle.',
    owner: 'Platform',
    artifact: { id: 'pa-sparklarge1', name: 'v1', description: 'First version', createdAt: SINCE },
    path: { id: 'lpv2-standardclusters', name: 'Standard clusters' },
    parameters: [
      instanceParameter('r5.2xlarge', ['2xlarge', '4xlarge']),
      RELEASE,
      idleParameter('30'),
    ],
  },
]

/** A version of a product, by either. */
export type ArtifactName = { id?: string | undefined; name?: string | undefined }

/** A product has one version. @throws compute.no-such-product for any other */
export function demandArtifact({ artifact }: Product, { id, name }: ArtifactName): void {
  const fits = [artifact.id, undefined].includes(id) && [artifact.name, undefined].includes(name)
  if (!fits) throw noSuchProduct({ what: 'provisioning artifact', id: id ?? name ?? '' })
}

// Service Catalog API: ProvisionedProductName.
const PROVISIONED_NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}$/

/** @throws compute.invalid-parameters */
export function checkProvisionedName(name: string): void {
  if (!PROVISIONED_NAME.test(name))
    throw invalidParameters({
      reason: `name "${name}" is not 1 to 128 letters, digits, dots, hyphens or underscores`,
    })
}

/** The values of all parameters: chosen or by default. @throws compute.invalid-parameters */
export function parameterValues(
  product: Product,
  chosen: readonly { key: string; value: string }[],
): Record<string, string> {
  const known = new Map(product.parameters.map((parameter) => [parameter.key, parameter]))
  for (const { key } of chosen)
    if (!known.has(key)) throw invalidParameters({ reason: `parameter "${key}" is not known` })
  const given = new Map(chosen.map(({ key, value }) => [key, value]))
  return Object.fromEntries(
    product.parameters.map((parameter) => {
      const value = given.get(parameter.key) ?? parameter.defaultValue
      checkValue(parameter, value)
      return [parameter.key, value]
    }),
  )
}

function checkValue({ key, type, allowedValues, range }: ProductParameter, value: string): void {
  if (allowedValues && !allowedValues.includes(value))
    throw invalidParameters({
      reason: `parameter "${key}" must be one of ${allowedValues.join(', ')}`,
    })
  if (type === 'String') return
  const [least, most] = range ?? [-Infinity, Infinity]
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw invalidParameters({ reason: `parameter "${key}" must be ${least} to ${most}` })
}

/** The cluster that a product stands for. */
export function clusterOf(
  name: string,
  values: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): RunCluster {
  return {
    name,
    releaseLabel: values.ReleaseLabel ?? RELEASE.defaultValue,
    groups: [{ role: 'MASTER', type: values.InstanceType ?? 'm5.xlarge', count: 1 }],
    configurations: [],
    applications: ['Spark', 'Livy'],
    tags,
    echoed: {},
    terminationProtected: false,
    keepAlive: true,
    stepConcurrency: 1,
    idleSecondsMax: Number(values.IdleTimeoutMinutes) * 60,
  }
}
