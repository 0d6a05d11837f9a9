import type * as catalog from '@aws-sdk/client-service-catalog'
import type {
  Product,
  ProvisionedProduct,
  ProvisioningRecord,
} from '../../contexts/compute/index.ts'
import { invalidRequest } from '../shared/wire.ts'

const TYPE = 'CLOUD_FORMATION_TEMPLATE' as const // The type whose parameters clients can show.

export function productView({ id, name, owner, description }: Product): catalog.ProductViewSummary {
  return {
    Id: `prodview-${id.slice('prod-'.length)}`,
    ProductId: id,
    Name: name,
    Owner: owner,
    ShortDescription: description,
    Type: TYPE,
    HasDefaultPath: true,
  }
}

export function artifactView({ artifact }: Product): catalog.ProvisioningArtifact {
  return {
    Id: artifact.id,
    Name: artifact.name,
    Description: artifact.description,
    CreatedTime: artifact.createdAt,
    Guidance: 'DEFAULT',
  }
}

/** Products are launched by the platform, as AWS's LAUNCH constraint has it. */
export const LAUNCH = { Type: 'LAUNCH', Description: 'The platform makes the cluster.' }

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
    RecordTags: Object.entries(facts.tags).map(([Key, Value]) => ({ Key, Value })),
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
