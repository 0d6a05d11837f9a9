import type { AccountId, Caller, Credentials, VendedScope } from './model/caller.ts'
import type { PolicyDocument } from './model/policy.ts'

export type { AccountId, Caller, Credentials, VendedPrefix, VendedScope } from './model/caller.ts'
export type { PolicyDocument, PolicyStatement } from './model/policy.ts'

/** One question to the IAM gate. */
export interface AccessRequest {
  /** `glue:GetTable` */
  action: string
  /** ARN; `*` where the action has no resource. */
  resource: string
  /** A policy that hangs on the resource itself (a bucket's, a role's trust), with its account. */
  resourcePolicy?: { document: PolicyDocument; accountId: AccountId }
  /** Condition keys of this request: `elasticmapreduce:ExecutionRoleArn`, `aws:SourceIp`. */
  context?: Readonly<Record<string, string | readonly string[]>>
}

/** What the contexts below identity use of it; its operations for doors stand beside. */
export interface Identity {
  /** @throws identity.unknown-access-key, identity.invalid-token, identity.token-expired */
  authenticate(presented: {
    accessKeyId: string
    sessionToken?: string
  }): Promise<{ secretAccessKey: string; caller: Caller }>
  /** The IAM gate. @throws identity.access-denied */
  demand(caller: Caller, request: AccessRequest): Promise<void>
  allows(caller: Caller, request: AccessRequest): Promise<boolean>
  /** Sealed credentials that open `scope` and nothing else. */
  vend(caller: Caller, scope: VendedScope, seconds: number): Promise<Credentials>
  /**
   * The platform acts as a role that its account gave to a feed, pipeline, session or cluster.
   * @throws identity.no-such-role, identity.access-denied when the role does not trust `service`
   */
  assumeForService(request: {
    roleArn: string
    /** `emr-serverless.amazonaws.com`, `elasticmapreduce.amazonaws.com`, `ingestion.millrace` */
    service: string
    sessionName: string
    seconds: number
    sessionPolicies?: readonly PolicyDocument[]
    boundTo?: string
  }): Promise<{ caller: Caller; credentials: Credentials }>
  /** A bearer token for Iceberg REST, the portal API and drivers. */
  issueToken(caller: Caller, seconds: number): Promise<string>
  /** @throws identity.invalid-token, identity.token-expired */
  verifyToken(token: string): Promise<Caller>
  /** The accounts of the platform; `organization` is the one they share, if any. */
  accounts(): Promise<{ id: AccountId; name: string; organization: boolean; isolatedAt?: Date }[]>
}
