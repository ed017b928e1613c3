#!/usr/bin/env python3
"""Writes checks/permissions/aosp.toml: every permission that AOSP defines, API 4 to 36, with its protection, group and
levels (src/knowledge/permission.rs). Standard library only:

    python3 tools/permission_records.py --lists FOLDER [--levels FILE.d.ts]

Sources (facts only): the lists of AOSP's permission definitions per API level in the pip package androguard (4.1.4;
folder core/api_specific_resources/aosp_permissions, permissions_4.json to permissions_36.json), and, for the level a
permission of the public API came with, the type file that framework_table.py uses. Groups: since API 29 AOSP names
them in the permission controller, no longer in the definitions; they stand in GROUPS. Purposes, traits and vendors'
permissions are in files kept by hand.
"""
import argparse
import glob
import json
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, '..', 'checks', 'permissions', 'aosp.toml')
GROUPS = {
    'CONTACTS': 'READ_CONTACTS WRITE_CONTACTS GET_ACCOUNTS',
    'CALENDAR': 'READ_CALENDAR WRITE_CALENDAR',
    'SMS': 'SEND_SMS RECEIVE_SMS READ_SMS RECEIVE_MMS RECEIVE_WAP_PUSH READ_CELL_BROADCASTS',
    'STORAGE': 'READ_EXTERNAL_STORAGE WRITE_EXTERNAL_STORAGE ACCESS_MEDIA_LOCATION',
    'READ_MEDIA_AURAL': 'READ_MEDIA_AUDIO',
    'READ_MEDIA_VISUAL': 'READ_MEDIA_IMAGES READ_MEDIA_VIDEO READ_MEDIA_VISUAL_USER_SELECTED',
    'LOCATION': 'ACCESS_FINE_LOCATION ACCESS_COARSE_LOCATION ACCESS_BACKGROUND_LOCATION',
    'CALL_LOG': 'READ_CALL_LOG WRITE_CALL_LOG PROCESS_OUTGOING_CALLS',
    'PHONE': 'READ_PHONE_STATE READ_PHONE_NUMBERS CALL_PHONE USE_SIP ANSWER_PHONE_CALLS ACCEPT_HANDOVER',
    'MICROPHONE': 'RECORD_AUDIO', 'CAMERA': 'CAMERA', 'ACTIVITY_RECOGNITION': 'ACTIVITY_RECOGNITION',
    'SENSORS': 'BODY_SENSORS BODY_SENSORS_BACKGROUND', 'NOTIFICATIONS': 'POST_NOTIFICATIONS',
    'NEARBY_DEVICES': 'BLUETOOTH_ADVERTISE BLUETOOTH_CONNECT BLUETOOTH_SCAN UWB_RANGING NEARBY_WIFI_DEVICES RANGING',
    'XR_TRACKING': 'HAND_TRACKING HEAD_TRACKING SCENE_UNDERSTANDING_COARSE EYE_TRACKING_COARSE',
    'XR_TRACKING_SENSITIVE': 'EYE_TRACKING_FINE FACE_TRACKING SCENE_UNDERSTANDING_FINE',
}
# Granted by the user on a page of the settings although their protection is `signature` or `normal`.
SPECIAL = set('''SYSTEM_ALERT_WINDOW WRITE_SETTINGS PACKAGE_USAGE_STATS REQUEST_INSTALL_PACKAGES MANAGE_EXTERNAL_STORAGE
MANAGE_MEDIA SCHEDULE_EXACT_ALARM USE_FULL_SCREEN_INTENT ACCESS_NOTIFICATION_POLICY MEDIA_ROUTING_CONTROL
REQUEST_IGNORE_BATTERY_OPTIMIZATIONS TURN_SCREEN_ON'''.split())


def main():
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument('--lists', required=True)
    args.add_argument('--levels')
    args = args.parse_args()
    seen = {}
    for path in glob.glob(os.path.join(args.lists, 'permissions_*.json')):
        level = int(re.search(r'_(\d+)\.json', path).group(1))
        for name, record in json.load(open(path, encoding='utf-8'))['permissions'].items():
            seen.setdefault(name, {})[level] = record['protectionLevel'].split('|')
    since = {}
    if args.levels:
        head = open(args.levels, encoding='utf-8').read(400_000)
        for level, value in re.findall(r'@since (\d+)(?:(?!\*/).)*\*/\s*public static \w+: "([\w.]+)"', head, re.S):
            since[value] = int(level)
    group = {'android.permission.' + n: g for g, names in GROUPS.items() for n in names.split()}
    group['com.android.voicemail.permission.ADD_VOICEMAIL'] = 'PHONE'
    newest = max(max(v) for v in seen.values())
    with open(OUT, 'w', encoding='utf-8', newline='\n') as out:
        out.write('# Made by tools/permission_records.py; do not edit.\n')
        out.write('source = "AOSP permission definitions, API 4-%d (lists of androguard 4.1.4)"\nverified = true\n' % newest)
        for name in sorted(seen):
            levels = seen[name]
            last = max(levels)
            base, *flags = levels[last]
            base = {'signatureOrSystem': 'signature', 'system': 'signature', 'module': 'internal', 'role': 'internal',
                    'development': 'signature'}.get(base, base)
            if name.startswith('android.permission.') and name.rsplit('.', 1)[1] in SPECIAL:
                base = 'special'
            if base not in ('normal', 'dangerous', 'special', 'signature', 'internal'):
                base = 'signature'
            out.write('\n[[permission]]\nname = "%s"\nprotection = "%s"\n' % (name, base))
            if flags:
                out.write('flags = [%s]\n' % ', '.join('"%s"' % f for f in flags))
            if name in group:
                out.write('group = "%s"\n' % group[name])
            first = since.get(name) or min(levels)
            if first > 4:
                out.write('since = %d\n' % first)
            if last < newest:
                out.write('last = %d\n' % last)
    print(len(seen), 'permissions,', len(since), 'levels from the type file')


if __name__ == '__main__':
    main()
