import { expect, it } from 'vitest';
import { addressTrouble, originPattern } from './hook.ts';
import { isHook, newHookId } from './hook-id.ts';

it.each([
  ['https://hooks.example.com/catch/1', undefined],
  ['https://hook.eu1.make.com/x', undefined],
  ['http://localhost:5678/webhook/sidelight', undefined],
  ['http://127.0.0.1:5678/webhook/sidelight', undefined],
  ['https://localhost:5678/webhook/sidelight', undefined],
  ['http://hooks.example.com/catch/1', 'address'],
  ['http://192.168.1.4/hook', 'address'],
  ['http://localhost.example.com/hook', 'address'],
  ['ftp://example.com/', 'address'],
  ['javascript:alert(1)', 'address'],
  ['https://user:secret@example.com/', 'address'],
  ['example.com/hook', 'address'],
  ['https://10.0.0.7/hook', 'private'],
  ['https://172.20.3.4/hook', 'private'],
  ['https://172.32.3.4/hook', undefined],
  ['https://192.168.1.4/hook', 'private'],
  ['https://100.64.0.1/', 'private'],
  ['https://169.254.169.254/latest', 'private'],
  ['https://0x0a000001/', 'private'],
  ['https://[fd00::1]/', 'private'],
  ['https://[fe80::1]/', 'private'],
  ['https://[::ffff:10.0.0.1]/', 'private'],
  ['https://[2001:db8::1]/', undefined],
  ['https://n8n.local/webhook', 'private'],
  ['https://n8n/webhook', 'private'],
  ['https://n8n./webhook', 'private'],
  ['https://n8n.local./webhook', 'private'],
  ['https://hooks.example.com./catch/1', undefined],
])('addressTrouble of %s is %s', (address, trouble) => {
  expect(addressTrouble(address)).toBe(trouble);
});

it('originPattern leaves path and port out', () => {
  expect(originPattern('http://localhost:5678/webhook/secret')).toBe('http://localhost/*');
});

it('isHook tells workflows from connections', () => {
  expect([isHook(newHookId()), isHook(crypto.randomUUID())]).toEqual([true, false]);
});
