export * from './app-vi-6c435e62.js?again';
