import type { AccountId } from '../../identity/index.ts'

interface Place {
  region: string
  accountId: AccountId
}

export function clusterArn({ region, accountId }: Place, clusterId: string): string {
  return `arn:aws:elasticmapreduce:${region}:${accountId}:cluster/${clusterId}`
}

/** EMR Serverless puts a slash before the path. */
export function applicationArn({ region, accountId }: Place, applicationId: string): string {
  return `arn:aws:emr-serverless:${region}:${accountId}:/applications/${applicationId}`
}

export function productArn({ region, accountId }: Place, productId: string): string {
  return `arn:aws:catalog:${region}:${accountId}:product/${productId}`
}

export function provisionedProductArn({ region, accountId }: Place, id: string): string {
  return `arn:aws:servicecatalog:${region}:${accountId}:stack/*/${id}`
}

export function portfolioArn({ region, accountId }: Place, portfolioId: string): string {
  return `arn:aws:catalog:${region}:${accountId}:portfolio/${portfolioId}`
}
