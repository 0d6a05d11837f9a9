import { EMRClient } from '@aws-sdk/client-emr'
import { GlueClient } from '@aws-sdk/client-glue'
import { IAMClient } from '@aws-sdk/client-iam'
import { LakeFormationClient } from '@aws-sdk/client-lakeformation'
import { S3Client } from '@aws-sdk/client-s3'
import { ServiceCatalogClient } from '@aws-sdk/client-service-catalog'
import { STSClient } from '@aws-sdk/client-sts'
import { openHome } from '../../cli/src/home.ts'
import { readProfile } from '../../cli/src/profiles.ts'

/** The public doors as one person sees them: the SDK's clients with the keys of a profile. */
export interface Person {
  profile: string
  accountId: string
  iam: IAMClient
  sts: STSClient
  s3: S3Client
  glue: GlueClient
  lakeFormation: LakeFormationClient
  emr: EMRClient
  serviceCatalog: ServiceCatalogClient
}

export function personOf(profile: string): Person {
  const home = openHome()
  const { accessKeyId, secretAccessKey, accountId } = readProfile(home.path, profile)
  const options = {
    endpoint: home.url,
    region: home.region,
    credentials: { accessKeyId, secretAccessKey },
  }
  return {
    profile,
    accountId,
    iam: new IAMClient(options),
    sts: new STSClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    glue: new GlueClient(options),
    lakeFormation: new LakeFormationClient(options),
    emr: new EMRClient(options),
    serviceCatalog: new ServiceCatalogClient(options),
  }
}

/** What was made before, in an earlier try of the demo, counts as made now. */
export async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making
  } catch (error) {
    if (!isThere(error)) throw error
  }
}

function isThere(error: unknown): boolean {
  const name = error instanceof Error ? error.name : ''
  const message = error instanceof Error ? error.message : ''
  return (
    /AlreadyExists|AlreadyOwnedByYou|EntityAlreadyExists/.test(name) ||
    /already exists/.test(message)
  )
}
