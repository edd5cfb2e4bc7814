// Who inspects, by the account: as src/city/accounts/access.cpp has it. The server decides; this only keeps the phone from asking for what
// it would refuse.
import type { Role } from '../../session/who';

const INSPECTS: readonly (Role | undefined)[] = ['inspector', 'law_enforcement', 'market_supervision', 'centre', 'administrator'];
export const inspects = (role: Role | undefined) => INSPECTS.includes(role);
