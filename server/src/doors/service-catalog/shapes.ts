import type * as catalog from '@aws-sdk/client-service-catalog'
import {
  type LaunchPath,
  type Offer,
  type Product,
  type ProductVersion,
  type ProvisionedProduct,
  type ProvisioningRecord,
  productArn,
} from '../../contexts/compute/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from '../shared/wire.ts'

const TYPE = 'CLOUD_FORMATION_TEMPLATE' as const // The type whose parameters clients can show.

export function productView(product: Product): catalog.ProductViewSummary {
  const { id, name, owner, description, distributor, support } = product
  return {
    Id: `prodview-${id.slice('prod-'.length)}`,
    ProductId: id,
    Name: name,
    Owner: owner,
    ShortDescription: description,
    Type: TYPE,
    Distributor: distributor,
    SupportEmail: support.email,
    SupportDescription: support.text,
    SupportUrl: support.url,
  }
}

/** As its user sees it, who need name no path where there is one. */
export function offerView(offer: Offer): catalog.ProductViewSummary {
  return { ...productView(offer), HasDefaultPath: offer.paths.length === 1 }
}

/** As those see it who publish it. */
export function productDetail(
  product: Product,
  place: { region: string; accountId: AccountId },
): catalog.ProductViewDetail {
  return {
    ProductViewSummary: productView(product),
    Status: 'AVAILABLE',
    ProductARN: productArn(place, product.id),
    CreatedTime: product.createdAt,
  }
}

export function versionView(version: ProductVersion): catalog.ProvisioningArtifact {
  const { id, name, description, createdAt, guidance } = version
  return {
    ...{ Id: id, Name: name, Description: description, CreatedTime: createdAt },
    Guidance: guidance,
  }
}

export function versionDetail(version: ProductVersion): catalog.ProvisioningArtifactDetail {
  const { active, guidance } = version
  return { ...versionView(version), Guidance: guidance, Type: TYPE, Active: active }
}

/** A launch by the platform is to its user as one by a LAUNCH constraint. */
export function constraintSummaries({ launchedBy }: LaunchPath): catalog.ConstraintSummary[] {
  if (launchedBy === 'user') return []
  const platform = launchedBy === 'platform'
  const Description = platform ? 'The platform makes the cluster.' : `As ${launchedBy.roleArn}`
  return [{ Type: 'LAUNCH', Description }]
}

export function pathView(path: LaunchPath): catalog.LaunchPathSummary {
  const { id: Id, name: Name } = path
  return { Id, Name, ConstraintSummaries: constraintSummaries(path), Tags: [] }
}

/** What was asked for is by id, by name, or not named. */
export function named(id: string | undefined, name: string | undefined) {
  return id === undefined && name === undefined ? {} : idOrName('a version or path', id, name)
}

/** What of an offer was named, if anything. */
export function versionAndPath(input: {
  ProvisioningArtifactId?: string | undefined
  ProvisioningArtifactName?: string | undefined
  PathId?: string | undefined
  PathName?: string | undefined
}) {
  const { ProvisioningArtifactId: id, ProvisioningArtifactName: name, PathId, PathName } = input
  const version = id === undefined && name === undefined ? {} : { version: named(id, name) }
  return { ...version, path: named(PathId, PathName) }
}

/** A page by its size and where it begins. */
export function pageOf(
  { PageSize, PageToken }: { PageSize?: number | undefined; PageToken?: string | undefined },
  most: number,
) {
  const countMax = Math.min(Math.max(PageSize ?? most, 1), most)
  return { countMax, offset: /^\d{1,9}$/.test(PageToken ?? '') ? Number(PageToken) : 0 }
}

export function recordDetail(record: ProvisioningRecord): catalog.RecordDetail {
  const { facts } = record
  return {
    RecordId: record.id,
    ProvisionedProductName: facts.name,
    Status: record.status,
    CreatedTime: record.createdAt,
    UpdatedTime: record.updatedAt,
    ProvisionedProductType: 'CFN_STACK',
    RecordType: record.kind,
    ProvisionedProductId: record.provisionedProductId,
    ProductId: facts.productId,
    ProvisioningArtifactId: facts.artifactId,
    RecordErrors: facts.errors.map(({ code, description }) => ({
      Code: code,
      Description: description,
    })),
    RecordTags: tagView(facts.tags),
  }
}

export function provisionedView(product: ProvisionedProduct): catalog.ProvisionedProductAttribute {
  return {
    Id: product.id,
    Name: product.name,
    Type: 'CFN_STACK',
    Status: product.status,
    StatusMessage: product.statusMessage,
    CreatedTime: product.createdAt,
    IdempotencyToken: product.provisionToken,
    LastRecordId: product.lastRecordId,
    PhysicalId: product.clusterId,
    ProductId: product.productId,
    ProvisioningArtifactId: product.artifactId,
    UserArn: product.provisionedBy,
  }
}

/** An id or a name, never both, as the API has it. @throws door.invalid-request */
export function idOrName(
  what: string,
  id: string | undefined,
  name: string | undefined,
): { id: string } | { name: string } {
  if (id !== undefined && name === undefined) return { id }
  if (name !== undefined && id === undefined) return { name }
  throw invalidRequest({ problems: [`${what} must be named by either id or name`] })
}

export function tagsOf(tags: readonly catalog.Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

export function tagView(tags: Readonly<Record<string, string>>): catalog.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
