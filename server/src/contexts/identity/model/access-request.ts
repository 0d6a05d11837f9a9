import type { PolicyDocument } from './policy.ts'

/** One question to the IAM gate. */
export interface AccessRequest {
  /** `glue:GetTable` */
  action: string
  /** ARN; `*` where the action has no resource. */
  resource: string
  /** A policy that hangs on the resource itself (a bucket's, a role's trust), with its account. */
  resourcePolicy?: {
    document: PolicyDocument
    accountId: string
    /** As a role's trust: without its own consent nobody's policies suffice. */
    mustConsent?: boolean
  }
  /** Condition keys of this request: `elasticmapreduce:ExecutionRoleArn`, `aws:SourceIp`. */
  context?: Readonly<Record<string, string | readonly string[]>>
}
