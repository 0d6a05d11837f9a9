import type { AccountId } from '../../identity/index.ts'
import { invalidParameters, noSuchProduct } from '../errors.ts'
import { checkValue, type ProductParameter } from './parameter.ts'
import type { Template } from './read-template.ts'

export interface ProductVersion {
  id: string
  name: string
  description: string | undefined
  createdAt: Date
  template: Template
  /** False: nobody launches it, or updates to it. */
  active: boolean
  /** Deprecated: it is for those alone that have it already. */
  guidance: 'DEFAULT' | 'DEPRECATED'
}

/** A cluster recipe: what its users may choose, and nothing else. */
export interface Product {
  id: string
  /** Null: the platform’s own, which every account has. */
  accountId: AccountId | null
  name: string
  owner: string
  description: string | undefined
  distributor: string | undefined
  support: { text?: string | undefined; email?: string | undefined; url?: string | undefined }
  tags: Readonly<Record<string, string>>
  createdBy: string
  createdAt: Date
  /** The newest first; there is always one. */
  versions: readonly ProductVersion[]
}

/** A portfolio by which somebody comes to a product, and with whose rights it is launched. */
export interface LaunchPath {
  id: string
  name: string
  launchedBy: 'platform' | 'user' | { roleArn: string }
}

/** A product as somebody sees it who may launch it, at one version. */
export interface Offer extends Product {
  paths: readonly LaunchPath[]
  version: ProductVersion
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
  kind: 'PROVISION_PRODUCT' | 'UPDATE_PROVISIONED_PRODUCT' | 'TERMINATE_PROVISIONED_PRODUCT'
  token: string
  status: RecordStatus
  createdAt: Date
  updatedAt: Date
  facts: {
    name: string
    productId: string
    artifactId: string
    /** Of updates, since they have written it down. */
    pathId?: string
    parameters: Readonly<Record<string, string>>
    tags: Readonly<Record<string, string>>
    outputs: readonly { key: string; value: string; description: string }[]
    errors: readonly { code: string; description: string }[]
  }
}

/** A version of a product, by either. */
export type VersionName = { id?: string | undefined; name?: string | undefined }

/** The version that is named, or the newest that is for all. @throws compute.no-such-product */
export function versionOf({ versions }: Product, { id, name }: VersionName): ProductVersion {
  const named = id !== undefined || name !== undefined
  const found = versions.find(
    (version) =>
      [version.id, undefined].includes(id) &&
      [version.name, undefined].includes(name) &&
      (named || version.guidance === 'DEFAULT'),
  )
  if (!found) throw noSuchProduct({ what: 'provisioning artifact', id: id ?? name ?? '' })
  return found
}

/**
 * The path that is named, which may be left out where there is one.
 *
 * @throws compute.no-such-product, compute.invalid-parameters
 */
export function pathOf({ id, paths }: Offer, named: VersionName): LaunchPath {
  const asked = named.id ?? named.name
  const fitting = paths.filter(
    (path) =>
      [path.id, undefined].includes(named.id) && [path.name, undefined].includes(named.name),
  )
  const [first, second] = fitting
  if (!first) throw noSuchProduct({ what: 'launch path', id: asked ?? '' })
  if (second) throw invalidParameters({ reason: `product "${id}" has several paths: name one` })
  return first
}

// Service Catalog API: ProvisionedProductName.
const PROVISIONED_NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,127}$/

/** That the version is launched anew, and by such a name. @throws compute.invalid-parameters */
export function checkLaunch({ version }: Offer, name: string): void {
  if (!PROVISIONED_NAME.test(name))
    throw invalidParameters({
      reason: `name "${name}" is not 1 to 128 letters, digits, dots, hyphens or underscores`,
    })
  if (version.guidance === 'DEPRECATED')
    throw invalidParameters({ reason: `version "${version.name}" is deprecated: launch another` })
}

/** The values of all parameters: chosen or by default. @throws compute.invalid-parameters */
export function parameterValues(
  product: Pick<Offer, 'parameters'>,
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
