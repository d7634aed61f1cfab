{
  'targets': [
    {
      'target_name': 'posthaste',
      'sources': [
        'native/addon/addon.cpp',
        'native/addon/chunk_result.cpp',
        'native/addon/completions.cpp',
        'native/addon/engine_handle.cpp',
        'native/addon/guard.cpp',
        'native/addon/job_handle.cpp',
        'native/addon/locks.cpp',
        'native/addon/requests.cpp',
        'native/addon/rows.cpp',
        'native/addon/scanner_handle.cpp',
        'native/addon/spec.cpp',
        'native/addon/training.cpp',
        'native/addon/training_spec.cpp',
        'native/train/adapt.cpp',
        'native/train/calibrate.cpp',
        'native/train/corpus.cpp',
        'native/train/crf.cpp',
        'native/train/quantise.cpp',
        'native/train/score.cpp',
        '<!@(node -p "[\'csv\', \'engine\', \'model\'].flatMap((d) => fs.readdirSync(\'native/\' + d).filter((f) => f.endsWith(\'.cpp\')).map((f) => \'native/\' + d + \'/\' + f)).join(\' \')")',
      ],
      'include_dirs': ['.', '<!@(node -p "require(\'node-addon-api\').include")'],
      'defines': [
        'NAPI_VERSION=9',
        'NAPI_DISABLE_CPP_EXCEPTIONS',
        'NODE_ADDON_API_DISABLE_DEPRECATED',
        'POSTHASTE_VERSION="<!(node -p "require(\'./package.json\').version")"',
      ],
      # Exceptions stay on for what the standard library throws; none crosses a function of native/engine.
      'cflags_cc!': ['-fno-exceptions', '-std=gnu++17', '-std=gnu++20'],
      'cflags_cc': ['-std=c++20', '-O3', '-Wall', '-Wextra', '-Werror', '-fvisibility=hidden', '-fexceptions'],
      'ldflags': ['-Wl,--no-undefined-version', '-Wl,-z,now'],
      'libraries': ['-ldl'],
      'conditions': [
        ['OS=="mac"', {
          'libraries!': ['-ldl'],
          'xcode_settings': {
            'CLANG_CXX_LANGUAGE_STANDARD': 'c++20',
            'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
            'GCC_OPTIMIZATION_LEVEL': '3',
            'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
            'MACOSX_DEPLOYMENT_TARGET': '12.0',
            'OTHER_CPLUSPLUSFLAGS': ['-Wall', '-Wextra', '-Werror'],
          },
        }],
      ],
    },
  ],
}
