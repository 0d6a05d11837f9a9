import type { ResourceInfo } from '@aws-sdk/client-lakeformation'
import type { RegisteredLocation } from '../../contexts/governance/index.ts'
import { arnOfLocation } from './wire-resource.ts'

export function wireLocation(location: RegisteredLocation): ResourceInfo {
  return {
    ResourceArn: arnOfLocation(location.location),
    LastModified: location.registeredAt,
    HybridAccessEnabled: location.hybrid,
    ...(location.roleArn ? { RoleArn: location.roleArn } : {}),
  }
}
